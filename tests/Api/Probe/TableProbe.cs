using System.Text.Json.Nodes;
using Marketplace.Domain.Publishing;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Probe;

/// <summary>The probe app with an entity that has an attachment and labels, for files and tables.</summary>
internal static class TableProbe
{
    private const string Part = """
        { "label": "part", "fields": {
          "code": { "type": "text", "label": "part.code", "required": true, "unique": true, "maxLength": 40 },
          "title": { "type": "text", "label": "part.title" },
          "count": { "type": "integer", "min": 0 },
          "amount": { "type": "decimal", "scale": 2 },
          "due": { "type": "date" },
          "paper": { "type": "attachment" } } }
        """;

    /// <summary>Published, listed and installed for <c>mkt_dev_sme2</c>.</summary>
    public static async Task<ProbeApp> Installed(SharedHosts hosts, string word, string engine)
    {
        var app = ProbeApp.Named(word);
        var published = await (await hosts.As("mkt_dev_isv", engine)).Bytes("/api/v1/releases", Pack(app.Id), "application/zip");
        Assert.True(published.Status == 201, published.ToString());
        Expect.Ok(await app.Decide(await hosts.As("mkt_dev_operator", engine), "1.0.0", new { decision = "list" }));
        Expect.Ok(await (await hosts.As("mkt_dev_sme2", engine)).Post("/api/v1/installs", new { app = app.Id, grants = "all" }), 201);
        return app;
    }

    private static byte[] Pack(string id)
    {
        var folder = Directory.CreateTempSubdirectory("probe-");
        try
        {
            var manifest = JsonNode.Parse(ProbeText.Manifest.Replace("$id", id).Replace("$version", "1.0.0").Replace("$sectors", "\"auto\""))!;
            manifest["entities"]!["part"] = JsonNode.Parse(Part);
            var words = JsonNode.Parse(ProbeText.Words.Replace("$name", "Probe " + id))!;
            (words["part"], words["part.code"], words["part.title"]) = ("part", "零件编号", "名称");
            Directory.CreateDirectory(Path.Combine(folder.FullName, "locales"));
            File.WriteAllText(Path.Combine(folder.FullName, "app.json"), manifest.ToJsonString());
            File.WriteAllText(Path.Combine(folder.FullName, "main.js"), ProbeText.Script);
            File.WriteAllText(Path.Combine(folder.FullName, "locales/zh-CN.json"), words.ToJsonString());
            File.WriteAllText(Path.Combine(folder.FullName, "locales/en.json"), words.ToJsonString());
            var reading = PackageReader.FromFolder(folder.FullName);
            Assert.True(reading.Package is not null, string.Join("; ", reading.Findings.Select(f => $"{f.File}:{f.Line} {f.Message}")));
            return PackageWriter.Pack(reading.Package, null);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
