using System.Text.Json;

namespace Marketplace.Tool.Remote;

/// <summary>Where the tool is signed in.</summary>
internal sealed record Session(string Server, string Token)
{
    private const string Name = "session.json";
    private static readonly string Path = System.IO.Path.Combine(Config.Folder, Name);

    /// <summary>The saved sign-in, or null. <c>MKT_SERVER</c> and <c>MKT_TOKEN</c> stand in for it in scripts.</summary>
    public static Session? Open()
    {
        var (server, token) = (Environment.GetEnvironmentVariable("MKT_SERVER"), Environment.GetEnvironmentVariable("MKT_TOKEN"));
        if (!string.IsNullOrEmpty(server) && !string.IsNullOrEmpty(token)) return new(server.TrimEnd('/'), token);
        if (!File.Exists(Path)) return null;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path));
            return new(document.RootElement.GetProperty("server").GetString()!, document.RootElement.GetProperty("token").GetString()!);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null; // half written or edited by hand: signing in again writes it anew
        }
    }

    public void Save()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("server", Server);
            writer.WriteString("token", Token);
            writer.WriteEndObject();
        }
        Config.Write(Name, stream.ToArray());
    }

    /// <summary>True when there was one.</summary>
    public static bool Forget()
    {
        if (!File.Exists(Path)) return false;
        File.Delete(Path);
        return true;
    }
}
