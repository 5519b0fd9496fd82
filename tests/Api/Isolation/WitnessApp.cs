using Marketplace.Domain.Publishing;
using Xunit;

namespace Marketplace.Tests.Api.Isolation;

/// <summary>An app that hands on what it is given in every way an app has: records, answers, refusals, errors, log lines.</summary>
internal static class WitnessApp
{
    public const string Id = "demo/witness-of-firms";

    private const string Manifest = """
        {
          "id": "$id", "version": "$version", "name": "app.name", "summary": "app.summary", "sectors": ["auto", "hardware"], "categories": ["tools"],
          "runtime": { "compatibility": "2026-01-01", "budget": { "cpuMs": 50, "memoryMb": 32, "hostCalls": 50 } },
          "entities": {
            "note": {
              "label": "entity.note",
              "fields": {
                "code": { "type": "text", "required": true, "unique": true, "maxLength": 200 },
                "title": { "type": "text", "maxLength": 200 },
                "data": { "type": "json" }
              },
              "indexes": [["title"]]
            }
          },
          "functions": {
            "add": { "label": "word", "input": {} },
            "same": { "label": "word", "input": {} },
            "deny": { "label": "word", "input": {} },
            "say": { "label": "word", "input": {} },
            "fall": { "label": "word", "input": {} },
            "lead": { "label": "word", "roles": ["leader", "owner"], "input": {} }
          },
          "triggers": [{ "on": "webhook", "function": "lead" }],
          "views": { "notes": "views/notes.json", "noteNew": "views/noteNew.json" },
          "menu": [{ "view": "notes", "label": "word" }],
          "plans": [{ "id": "free", "kind": "free", "price": 0 }],
          "support": "support@demo.example"
        }
        """;

    private const string Script = """
        export function add({ input }, ctx) { return { id: ctx.records.note.insert(input) }; }
        export function same({ input }) { return input; }
        export function deny({ input }, ctx) { return ctx.refuse('witness.denied', { why: String(input.why) }); }
        export function say({ input }, ctx) { ctx.log('said ' + input.why); return 'said'; }
        export function fall({ input }) { throw new Error('fell over ' + input.why); }
        export function lead({ input }) { return input; }

        """;

    private const string Table = """
        {
          "type": "table", "title": "word", "source": { "entity": "note", "limit": 100 }, "create": "noteNew", "empty": "word",
          "columns": [{ "field": "code", "label": "word" }, { "field": "title", "label": "word" }],
          "actions": [{ "function": "same", "label": "word", "input": { "why": "{id}" } }]
        }
        """;

    private const string Form = """{ "type": "form", "title": "word", "entity": "note", "fields": [{ "field": "code", "label": "word" }, { "field": "title", "label": "word" }], "submit": "word" }""";

    /// <summary>The package of a version; <paramref name="readme"/> and <paramref name="remark"/> go into its readme and its script.</summary>
    public static byte[] Pack(string version, string readme = "A witness.", string remark = "")
    {
        var folder = Directory.CreateTempSubdirectory("witness-");
        try
        {
            Write(folder, "app.json", Manifest.Replace("$id", Id, StringComparison.Ordinal).Replace("$version", version, StringComparison.Ordinal));
            Write(folder, "main.js", Script + $"// {remark}\n");
            Write(folder, "README.md", readme);
            Write(folder, "views/notes.json", Table);
            Write(folder, "views/noteNew.json", Form);
            Write(folder, "locales/zh-CN.json", """{ "app.name": "多家单位的见证", "app.summary": "用来见证", "entity.note": "记录", "word": "词" }""");
            Write(folder, "locales/en.json", """{ "app.name": "Witness of firms", "app.summary": "For witnessing", "entity.note": "Note", "word": "Word" }""");
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
