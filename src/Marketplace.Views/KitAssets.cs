using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Views;

/// <summary>Style sheets and scripts, served from the assembly under an address that holds their digest, so that browsers keep them for good.</summary>
public static class KitAssets
{
    private static readonly FrozenDictionary<string, byte[]> Files = Read();
    private static readonly string Digest = Digests();

    /// <summary>The address of a file: <c>/kit/3f2a…/kit.css</c>.</summary>
    public static string Href(string name) =>
        Files.ContainsKey(name) ? $"/kit/{Digest}/{name}" : throw new ArgumentException($"There is no {name} in the kit.", nameof(name));

    /// <summary>Serves the files.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/kit/{digest}/{name}", static (string digest, string name, HttpContext http) =>
        {
            if (!Files.TryGetValue(name, out var bytes)) return Results.NotFound();
            http.Response.Headers.CacheControl = digest == Digest ? "public, max-age=31536000, immutable" : "no-cache";
            http.Response.Headers.XContentTypeOptions = "nosniff";
            return Results.Bytes(bytes, Type(name));
        }).ExcludeFromDescription();

    /// <summary>The bytes of a file, for tests of its size.</summary>
    internal static byte[] Bytes(string name) => Files[name];

    private static string Type(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };

    private static FrozenDictionary<string, byte[]> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(static n => n.StartsWith("kit/", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            files[name[4..]] = bytes;
        }
        return files.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string Digests()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in Files.Keys.Order(StringComparer.Ordinal)) hash.AppendData(Files[name]);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }
}
