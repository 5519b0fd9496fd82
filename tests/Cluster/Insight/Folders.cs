using Marketplace.Domain.Publishing;
using Xunit;

namespace Marketplace.Tests.Cluster.Insight;

/// <summary>Packages made of a manifest and a script, with words for every key that they ask for.</summary>
internal static class Folders
{
    public static byte[] Pack(string manifest, string script)
    {
        var folder = Directory.CreateTempSubdirectory("small-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "app.json"), manifest);
            File.WriteAllText(Path.Combine(folder.FullName, "main.js"), script);
            Directory.CreateDirectory(Path.Combine(folder.FullName, "locales"));
            var name = manifest.Split('"')[3];
            foreach (var culture in new[] { "zh-CN", "en" })
                File.WriteAllText(Path.Combine(folder.FullName, "locales", culture + ".json"), $$"""{ "app.name": "{{name}}", "app.summary": "{{name}} {{culture}}", "word": "{{culture}}" }""");
            var reading = PackageReader.FromFolder(folder.FullName);
            Assert.True(reading.Package is not null, string.Join("; ", reading.Findings.Select(static f => $"{f.File}:{f.Line} {f.Message}")));
            return PackageWriter.Pack(reading.Package, null);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
