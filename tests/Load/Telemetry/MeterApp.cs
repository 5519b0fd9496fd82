using Marketplace.Domain.Publishing;

namespace Marketplace.Load.Telemetry;

/// <summary>An app that writes down every window it is told of, and would write one down twice if it were told twice.</summary>
internal static class MeterApp
{
    public const string Id = "demo/quarterwatch", Series = "energy";

    /// <summary>The length of its windows.</summary>
    public const int Seconds = 10;

    private const string Manifest = """
        {
          "id": "demo/quarterwatch", "version": "1.0.0", "name": "app.name", "summary": "app.name", "sectors": ["auto"], "categories": ["probes"],
          "runtime": { "compatibility": "2026-01-01", "budget": { "cpuMs": 50, "memoryMb": 32, "hostCalls": 50 } },
          "entities": { "window": { "label": "app.name", "fields": {
            "device": { "type": "text", "required": true, "maxLength": 40 }, "to": { "type": "datetime", "required": true }, "count": { "type": "integer", "required": true },
            "sum": { "type": "decimal", "scale": 6, "required": true }, "left": { "type": "integer", "required": true } }, "indexes": [["device"], ["to"]] } },
          "functions": { "onWindow": { "label": "app.name", "input": {} } },
          "triggers": [{ "on": "device", "series": "energy", "function": "onWindow", "window": { "size": "10s" } }],
          "permissions": [{ "scope": "subscribe:device.topic", "purpose": { "zh-CN": "读数", "en": "Readings" } }],
          "plans": [{ "id": "free", "kind": "free", "price": 0 }],
          "support": "support@demo.example"
        }
        """;

    private const string Script = """
        export function onWindow({ input }, ctx) {
          ctx.records.window.insert({ device: input.device, to: input.to, count: input.count, sum: input.sum, left: input.left });
        }
        """;

    /// <summary>The package as <c>mkt pack --unsigned</c> makes it.</summary>
    public static byte[] Pack()
    {
        var folder = Directory.CreateTempSubdirectory("meter-app-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "locales"));
            File.WriteAllText(Path.Combine(folder.FullName, "app.json"), Manifest);
            File.WriteAllText(Path.Combine(folder.FullName, "main.js"), Script);
            foreach (var culture in new[] { "zh-CN", "en" }) File.WriteAllText(Path.Combine(folder.FullName, "locales", $"{culture}.json"), """{"app.name":"quarterwatch"}""");
            var reading = PackageReader.FromFolder(folder.FullName);
            return reading.Package is { } package ? PackageWriter.Pack(package, null)
                : throw new InvalidOperationException(string.Join('\n', reading.Findings.Select(static f => $"{f.File}:{f.Line} {f.Message}")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
