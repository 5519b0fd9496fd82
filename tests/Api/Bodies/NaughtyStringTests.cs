using System.Text.Json;
using Marketplace.Tests.Api.Probe;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Bodies;

/// <summary>Strings that break software (minimaxir/big-list-of-naughty-strings, MIT), wherever a caller may put a string.</summary>
public sealed class NaughtyStringTests(SharedHosts hosts)
{
    private static readonly string[] strings =
        JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(Path.Combine(Shared.Folder, "data", "naughty-strings.json")))!;

    [Fact]
    public async Task Come_back_equal_from_a_function_as_values_and_as_keys()
    {
        var firm = await hosts.As("mkt_dev_sme");
        var wrong = new List<string>();
        foreach (var text in strings)
        {
            var sent = JsonSerializer.SerializeToElement(new Dictionary<string, object> { ["value"] = text, [text] = new[] { text } });
            var reply = await firm.Call("demo/echo", "echo", sent);
            if (reply.Status != 200 || !SameJson.As(sent, reply.Result)) wrong.Add($"{text}: {reply}");
        }
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Come_back_equal_from_a_record_and_are_found_by_their_value(string engine)
    {
        var app = await ProbeApp.Installed(hosts, "naughty", engine);
        var firm = await hosts.As("mkt_dev_sme2", engine);
        var wrong = new List<string>();
        var codes = strings.Distinct().Where(s => s.Length > 0).Select((text, n) => (Code: Fits(text) ? text : $"long {n}", Text: text));
        foreach (var (code, text) in codes)
        {
            var made = await firm.Post($"{app.Path}/records/note", new { code, text });
            if (made.Status != 201 || made.Json.GetProperty("text").GetString() != text) wrong.Add($"{text}: {made}");
            var query = await firm.Get($"{app.Path}/records/note?where={Uri.EscapeDataString(JsonSerializer.Serialize(new { code }))}");
            if (query.Status != 200 || query.Json.GetProperty("count").GetInt32() != 1 || query.Json.GetProperty("records")[0].GetProperty("code").GetString() != code)
                wrong.Add($"{text}: {query}");
            if (code != text) Expect.Pointed(await firm.Post($"{app.Path}/records/note", new { code = text }), "/code");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Are_no_fault_in_any_part_of_an_address_or_a_header()
    {
        var firm = await hosts.As("mkt_dev_sme");
        var wrong = new List<string>();
        foreach (var text in strings)
        {
            var piece = Uri.EscapeDataString(text);
            foreach (var path in new[]
            {
                $"/api/v1/apps?q={piece}&sector={piece}&after={piece}", $"/api/v1/apps/{piece}/{piece}", $"/api/v1/apps?brain={piece}",
                $"/api/v1/installs/demo/echo/records/{piece}/{piece}", $"/api/v1/installs/auto/tag-to-parameter/records/tag?where={piece}",
                $"/api/v1/installs/auto/tag-to-parameter/records/tag?orderBy={piece}&select={piece}&after={piece}", $"/api/v1/operations/{piece}",
                $"/api/v1/installs/demo/echo/invocations?function={piece}&after={piece}", $"/api/v1/releases/demo/{piece}/{piece}", $"/{piece}",
            })
                if (await firm.Get(path) is { Status: >= 500 } reply) wrong.Add($"{path}: {reply}");
            if (await firm.Call("demo/echo", piece, 1) is { Status: >= 500 } call) wrong.Add($"function {text}: {call}");
            if (!text.All(c => c is >= ' ' and <= '~')) continue;
            var signed = await firm.Send("POST", "/api/v1/installs/auto/tag-to-parameter/functions/override", Json(), ("Second-Signature", text), ("Idempotency-Key", text), ("Accept-Language", text));
            if (signed.Status >= 500) wrong.Add($"header {text}: {signed}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Are_no_fault_in_a_host_command()
    {
        var (firm, isv, desk) = (await hosts.As("mkt_dev_sme2"), await hosts.As("mkt_dev_isv"), await hosts.As("mkt_dev_operator"));
        var wrong = new List<string>();
        foreach (var text in strings)
            foreach (var reply in new[]
            {
                await firm.Post("/api/v1/installs", new { app = text, version = text, grants = text }),
                await firm.Post("/api/v1/installs", new { app = "demo/echo", version = text, grants = new[] { text } }),
                await firm.Post("/api/v1/installs", new Dictionary<string, object> { [text] = text }),
                await isv.Post("/api/v1/publishers/naughty-claim/claim", new { name = text, creditCode = text, evidence = text }),
                await desk.Post("/api/v1/reviews/demo/echo/1.0.0/decision", new { decision = text, rules = new[] { text }, remark = text }),
                await desk.Post("/api/v1/releases/demo/none/1.0.0/suspend", new { reason = text }),
                await firm.Post("/api/v1/devices", new { code = text, name = text }),
            })
                if (reply.Status >= 500) wrong.Add($"{text}: {reply}");
        Assert.Empty(wrong);
    }

    /// <summary>What is unique or indexed has at most 200 characters.</summary>
    private static bool Fits(string text) => text.EnumerateRunes().Count() <= 200;

    private static ByteArrayContent Json() => new("{\"job\":\"x\",\"reason\":\"y\"}"u8.ToArray()) { Headers = { { "Content-Type", "application/json" } } };
}
