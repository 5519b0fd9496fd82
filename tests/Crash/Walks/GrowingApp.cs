using Marketplace.Bench.Host;
using Marketplace.Domain.Publishing;
using Marketplace.Tests.Crash.Checking;
using Marketplace.Tests.Running;

namespace Marketplace.Tests.Crash.Walks;

/// <summary>An app of two versions, of which the second doubles every number and can halve it again, installed by one firm with a few numbers.</summary>
internal sealed class GrowingApp(int seed)
{
    private const string Firm = "mkt_dev_sme2";
    private readonly string id = SmallApp.Names(1, seed).First();
    private bool isThere;

    /// <summary>Where its install's routes begin.</summary>
    public string Path => $"/api/v1/installs/{id}";

    /// <summary>Brings the install to a version, with numbers 1 to 7 as that version has them.</summary>
    public async Task At(Uri host, string version)
    {
        using var firm = new Talk(host, Firm);
        if (!isThere) await Made(host, firm);
        isThere = true;
        await Rests(firm);
        if (await Version(firm) != version)
        {
            Must(version == "2.0.0" ? await firm.Post($"{Path}/upgrade", new { version, grants = "all" }) : await firm.Post($"{Path}/rollback", new { accept = true }));
            await Rests(firm);
        }
        foreach (var one in await Numbers(firm))
            Must(await firm.Patch($"{Path}/records/thing/{one.Id}", new { number = one.Ordinal * (version == "2.0.0" ? 2 : 1) }));
    }

    /// <summary>Everything that is wrong once the install rests: its version, and its numbers.</summary>
    public async Task<List<string>> Judge(Uri host, string version)
    {
        using var firm = new Talk(host, Firm);
        var wrong = new List<string>();
        if (!await Soon.Is(async () => await State(firm) == "active")) wrong.Add($"the install is {await State(firm)}");
        if (await Version(firm) != version) wrong.Add($"it is at {await Version(firm)}");
        var numbers = await Numbers(firm);
        if (numbers.Count != 7) wrong.Add($"there are {numbers.Count} numbers");
        wrong.AddRange(numbers.Where(one => one.Number != one.Ordinal * (version == "2.0.0" ? 2 : 1)).Select(one => $"number {one.Ordinal} is {one.Number} at {version}"));
        var said = await firm.Call(id, "sum", new { });
        if (said.Status != 200 || said.Result.GetInt32() != numbers.Sum(static one => one.Number)) wrong.Add($"the app says {said}");
        return wrong;
    }

    private async Task Made(Uri host, Talk firm)
    {
        using var isv = new Talk(host, "mkt_dev_isv");
        using var desk = new Talk(host, "mkt_dev_operator");
        foreach (var version in new[] { "1.0.0", "2.0.0" })
        {
            Must(await isv.Bytes("/api/v1/releases", Pack(version), "application/zip"));
            Must(await desk.Post($"/api/v1/reviews/{id}/{version}/decision", new { decision = "list" }));
            if (version != "1.0.0") continue;
            Must(await firm.Post("/api/v1/installs", new { app = id, grants = "all" }));
            for (var i = 1; i <= 7; i++) Must(await firm.Post($"{Path}/records/thing", new { ordinal = i, number = i }));
        }
    }

    private async Task Rests(Talk firm)
    {
        if (!await Soon.Is(async () => await State(firm) == "active")) throw new InvalidOperationException($"{id} is {await State(firm)}");
    }

    private async Task<string> State(Talk firm) => (await firm.Get(Path)).Json.GetProperty("state").GetString()!;

    private async Task<string> Version(Talk firm) => (await firm.Get(Path)).Json.GetProperty("version").GetString()!;

    private async Task<List<(string Id, int Ordinal, int Number)>> Numbers(Talk firm) =>
        [.. (await firm.Get($"{Path}/records/thing?limit=100")).Json.GetProperty("records").EnumerateArray().Select(static r => (r.GetProperty("id").GetString()!, r.GetProperty("ordinal").GetInt32(), r.GetProperty("number").GetInt32()))];

    private byte[] Pack(string version)
    {
        var folder = Directory.CreateTempSubdirectory("growing-app-");
        try
        {
            Directory.CreateDirectory(System.IO.Path.Combine(folder.FullName, "locales"));
            var indexed = version == "1.0.0" ? "" : """, "indexes": [["number"]]""";
            var migrations = version == "1.0.0" ? "" : """, "migrations": [{ "from": "1.0.0", "handler": "up", "down": "down" }]""";
            File.WriteAllText(System.IO.Path.Combine(folder.FullName, "app.json"), $$"""
                { "id": "{{id}}", "version": "{{version}}", "name": "app.name", "summary": "app.summary", "sectors": ["auto"], "categories": ["probes"],
                  "runtime": { "compatibility": "2026-01-01" },
                  "entities": { "thing": { "label": "app.name", "fields": { "ordinal": { "type": "integer", "required": true, "unique": true }, "number": { "type": "integer" } }{{indexed}} } },
                  "functions": { "sum": { "label": "app.name", "readOnly": true, "input": {} } }{{migrations}}, "support": "support@demo.example" }
                """);
            File.WriteAllText(System.IO.Path.Combine(folder.FullName, "main.js"), """
                export async function sum(_, ctx) { return (await ctx.records.thing.find({ limit: 100 })).reduce((all, one) => all + one.number, 0); }
                export function up({ input }) { return input.records.map(r => ({ ...r, number: r.number * 2 })); }
                export function down({ input }) { return input.records.map(r => ({ ...r, number: r.number / 2 })); }
                """);
            foreach (var culture in new[] { "zh-CN", "en" })
                File.WriteAllText(System.IO.Path.Combine(folder.FullName, "locales", $"{culture}.json"), $$"""{"app.name":"{{id[5..]}}","app.summary":"{{id[5..]}}"}""");
            var reading = PackageReader.FromFolder(folder.FullName);
            return reading.Package is { } package ? PackageWriter.Pack(package, null)
                : throw new InvalidOperationException(string.Join('\n', reading.Findings.Select(static f => $"{f.File}:{f.Line} {f.Message}")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Must(Reply reply)
    {
        if (reply.Status is not (200 or 201)) throw new InvalidOperationException(reply.ToString());
    }
}
