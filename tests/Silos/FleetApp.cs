using Marketplace.Tests.Api.Probe;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Silos;

/// <summary>An app of a test's own, published, listed and installed for <c>mkt_dev_sme2</c>: that of the HTTP tests, and a function
/// that reads the highest number and adds the next one.</summary>
internal sealed class FleetApp(string id)
{
    public const string Firm = "mkt_dev_sme2";
    private const string Next = """
        "next": { "label": "function.add", "input": {} },
        """;
    private const string NextScript = """
        export async function next({ input }, ctx) {
          const last = await ctx.records.note.first({ where: { title: 'tally' }, orderBy: ['-count'] });
          const count = (last ? last.count : 0) + 1;
          ctx.records.note.insert({ code: input.code, title: 'tally', count });
          return { count };
        }
        """;
    private static readonly string[] words = ["anvil", "bolster", "collet", "dowel", "easel", "ferrule", "gasket", "hopper", "impeller", "jigsaw", "knurl", "lathe", "mandrel",
        "nozzle", "outrigger", "pinion", "quill", "ratchet", "spindle", "tumbler", "upright", "vise", "winch", "yoke", "zipper"];
    private static int made;

    public string Id => id;

    /// <summary>Codes of the notes that were acknowledged to the load.</summary>
    public List<string> Noted { get; } = [];

    public string Path => $"/api/v1/installs/{id}";

    /// <summary>A name that no other test uses, and that is no look-alike of another.</summary>
    public static FleetApp Named()
    {
        var n = Interlocked.Increment(ref made);
        return new FleetApp($"demo/{words[n % words.Length]}-{words[(n * 7 + n / words.Length) % words.Length]}-{n}");
    }

    public byte[] Pack(string version = "1.0.0", string more = "") => ProbePackage.Pack(id, version, NextScript + more, functions: Next);

    /// <summary>Published and listed in <c>auto</c>.</summary>
    public static async Task<FleetApp> Listed(RunningHost host)
    {
        var app = Named();
        await app.Publish(host);
        using var desk = new Talk(host.Address, "mkt_dev_operator");
        Must(200, await desk.Post($"/api/v1/reviews/{app.Id}/1.0.0/decision", new { decision = "list" }));
        return app;
    }

    /// <summary>Published, and waiting at the desk.</summary>
    public async Task Publish(RunningHost host)
    {
        using var isv = new Talk(host.Address, "mkt_dev_isv");
        Must(201, await isv.Bytes("/api/v1/releases", Pack(), "application/zip"));
    }

    /// <summary>Published, listed and installed.</summary>
    public static async Task<FleetApp> Installed(RunningHost host)
    {
        var app = await Listed(host);
        using var firm = new Talk(host.Address, Firm);
        Must(201, await firm.Post("/api/v1/installs", new { app = app.Id, grants = "all" }));
        return app;
    }

    /// <summary>The codes of all notes.</summary>
    public async Task<List<(string Code, long Count)>> Notes(RunningHost host)
    {
        using var firm = new Talk(host.Address, Firm);
        var (notes, after) = (new List<(string, long)>(), "");
        do
        {
            var page = Must(200, await firm.Get($"{Path}/records/note?limit=1000&after={Uri.EscapeDataString(after)}")).Json;
            notes.AddRange(page.GetProperty("records").EnumerateArray().Select(static note =>
                (note.GetProperty("code").GetString()!, note.TryGetProperty("count", out var count) && count.ValueKind == System.Text.Json.JsonValueKind.Number ? count.GetInt64() : 0)));
            after = page.GetProperty("next").GetString()!;
        }
        while (after.Length > 0);
        return notes;
    }

    public static Reply Must(int status, Reply reply)
    {
        Assert.True(reply.Status == status, $"{status} was expected: {reply}");
        return reply;
    }
}
