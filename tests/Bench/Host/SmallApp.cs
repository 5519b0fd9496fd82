using Marketplace.Domain.Publishing;

namespace Marketplace.Bench.Host;

/// <summary>Apps that differ in nothing but their names, which are far apart: the shop refuses look-alikes.</summary>
internal static class SmallApp
{
    private const string Manifest = """
        {
          "id": "$id", "version": "$version", "name": "app.name", "summary": "app.summary", "sectors": ["auto"], "categories": ["probes"],
          "runtime": { "compatibility": "2026-01-01", "budget": { "cpuMs": 50, "memoryMb": 32, "hostCalls": 50 } },
          "entities": { "note": { "label": "app.name", "fields": { "code": { "type": "text", "required": true, "maxLength": 40 } }, "indexes": [["code"]] } },
          "functions": { "add": { "label": "app.name", "input": {} } },
          "plans": [{ "id": "use", "kind": "call", "price": 2000 }],
          "support": "support@demo.example"
        }
        """;

    private const string Note = """ "code": { "type": "text", "required": true, "maxLength": 40 } }, "indexes": [["code"]] """;

    private const string Script = """
        export async function add({ input }, ctx) {
          const n = await ctx.records.note.count({ where: { code: 'a' } });
          return { n, note: ctx.records.note.insert({ code: 'a' }) };
        }
        """;

    /// <summary>Names of sixteen letters, the same for the same seed.</summary>
    public static IEnumerable<string> Names(int count, int seed)
    {
        var dice = new Random(seed);
        for (var n = 0; n < count; n++) yield return "demo/" + string.Concat(Enumerable.Range(0, 16).Select(_ => (char)('a' + dice.Next(26))));
    }

    /// <summary>The package as <c>mkt pack --unsigned</c> makes it; <paramref name="note"/> stands for the fields and indexes of its entity.</summary>
    public static byte[] Pack(string id, string version = "1.0.0", string note = "")
    {
        var folder = Directory.CreateTempSubdirectory("bench-app-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "locales"));
            File.WriteAllText(Path.Combine(folder.FullName, "app.json"), (note.Length > 0 ? Manifest.Replace(Note, note, StringComparison.Ordinal) : Manifest).Replace("$id", id, StringComparison.Ordinal).Replace("$version", version, StringComparison.Ordinal));
            File.WriteAllText(Path.Combine(folder.FullName, "main.js"), Script);
            foreach (var culture in new[] { "zh-CN", "en" })
                File.WriteAllText(Path.Combine(folder.FullName, "locales", $"{culture}.json"), $$"""{"app.name":"{{id[5..]}}","app.summary":"{{id[5..]}}"}""");
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
