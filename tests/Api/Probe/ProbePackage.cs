using Marketplace.Domain.Publishing;
using Xunit;

namespace Marketplace.Tests.Api.Probe;

/// <summary>Packs the probe app as <c>mkt</c> packs.</summary>
internal static class ProbePackage
{
    /// <summary>The package of an app. <paramref name="more"/> goes into main.js, so that other words give other bytes, and
    /// <paramref name="functions"/> before the functions of the manifest, <paramref name="keys"/> among its keys, <paramref name="scopes"/> before its permissions. <paramref name="edit"/> changes the script.</summary>
    public static byte[] Pack(string id, string version = "1.0.0", string more = "", string sectors = "\"auto\"", string functions = "", string keys = "", string scopes = "", Func<string, string>? edit = null)
    {
        var folder = Directory.CreateTempSubdirectory("probe-");
        try
        {
            Write(folder, "app.json", ProbeText.Manifest.Replace("\"functions\": {", keys + "\"functions\": {" + functions).Replace("\"permissions\": [", "\"permissions\": [" + scopes).Replace("$id", id).Replace("$version", version).Replace("$sectors", sectors));
            Write(folder, "main.js", (edit?.Invoke(ProbeText.Script) ?? ProbeText.Script) + more);
            Write(folder, "locales/zh-CN.json", ProbeText.Words.Replace("$name", "探针 " + id));
            Write(folder, "locales/en.json", ProbeText.Words.Replace("$name", "Probe " + id));
            var reading = PackageReader.FromFolder(folder.FullName);
            Assert.True(reading.Package is not null, string.Join("; ", reading.Findings.Select(f => $"{f.File}:{f.Line} {f.Message}")));
            return PackageWriter.Pack(reading.Package, null);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Write(DirectoryInfo folder, string path, string text)
    {
        var file = Path.Combine(folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
