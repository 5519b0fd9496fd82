using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketplace.Tests.Api.Probe;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Triggers;

/// <summary>What calls a function without a person, over HTTP on both engines: each once, as a call like any other.</summary>
public sealed class TriggerTests(SharedHosts hosts)
{
    private const string Firm = "mkt_dev_sme2", Other = "mkt_dev_sme";

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task A_changed_record_calls_who_wants_to_know_once(string engine)
    {
        var (app, firm) = (await Installed("records", engine), await hosts.As(Firm, engine));
        var called = (await firm.Call(app.Id, "add", new { code = "A", count = 1 })).Result.GetProperty("id").GetString();
        var hand = Word(Expect.Ok(await firm.Post($"{app.Path}/records/note", new { code = "B", count = 5 }), 201), "id");
        Expect.Ok(await firm.Patch($"{app.Path}/records/note/{called}", new { title = "only a title" }));
        Expect.Ok(await firm.Patch($"{app.Path}/records/note/{called}", new { count = 2 }));
        Assert.Equal(204, (await firm.Delete($"{app.Path}/records/note/{hand}")).Status);
        var import = Word(Expect.Ok(await firm.Bytes($"{app.Path}/imports?entity=note", "code\nC\nD\n"u8.ToArray(), "text/csv"), 201), "id");
        Expect.Ok(await firm.Post($"{app.Path}/imports/{import}/commit"));
        await TriggerProbe.Stamps(firm, app, 6);
        // What a refused call or a dry run would have written calls nobody; one more that is written shows that nothing is still on its way before it.
        Assert.Equal(422, (await firm.Call(app.Id, "never", new { })).Status);
        Expect.Ok(await firm.Post($"{app.Path}/functions/add?dryRun=true", new { code = "X" }));
        Expect.Ok(await firm.Call(app.Id, "add", new { code = "Z" }));
        Assert.Equal(["counted 1 to 2: count", "created A by trigger:record", "created B by trigger:record", "created C by trigger:record", "created D by trigger:record", "created Z by trigger:record", "gone B at 1"],
            await TriggerProbe.Stamps(firm, app, 7));
        // It was metered and written down; what the app refused is done, and no dead letter.
        var log = Expect.Ok(await firm.Get($"{app.Path}/invocations?function=noted")).GetProperty("invocations");
        Assert.Equal(5, log.GetArrayLength());
        Assert.All(log.EnumerateArray(), static line => Assert.True(line.GetProperty("cost").GetProperty("total").GetInt64() > 0 && Word(line, "actor") == "trigger:record"));
        JsonElement refused;
        do refused = Expect.Ok(await firm.Get($"{app.Path}/invocations?function=never")).GetProperty("invocations"); while (refused.GetArrayLength() < 2);
        Assert.Equal(["refused probe.never", "refused probe.never"], refused.EnumerateArray().Select(static l => $"{Word(l, "outcome")} {Word(l, "code")}"));
        await TriggerProbe.Letters(firm, app, 0);
    }

    [Fact]
    public async Task A_loop_ends_as_a_dead_letter_that_its_owner_can_send_again_or_give_up()
    {
        var (app, firm, other) = (await Installed("loops", "sqlite"), await hosts.As(Firm), await hosts.As(Other));
        Expect.Ok(await firm.Call(app.Id, "start", new { code = "x" }));
        var letter = (await TriggerProbe.Letters(firm, app, 1))[0];
        Assert.Equal(("call", "feed", "record", "call.cycle", "x+++"), (Word(letter, "kind"), Word(letter, "what"), Word(letter, "cause"), Word(letter, "code"), Word(letter.GetProperty("content").GetProperty("record"), "code")));
        Assert.Equal(string.Join(" > ", Enumerable.Repeat("qiaotou/" + app.Id, 5)), Word(letter.GetProperty("facts"), "chain"));
        Assert.NotEqual("call.cycle", Word(letter, "why"));
        Assert.Equal(4, Expect.Ok(await firm.Get($"{app.Path}/records/loop")).GetProperty("count").GetInt32());
        Expect.Refused(await other.Get($"{app.Path}/letters"), 404, "notFound");
        Expect.Refused(await other.Post($"{app.Path}/letters/{Word(letter, "id")}/resend"), 404, "notFound");
        Expect.Pointed(await firm.Get($"{app.Path}/letters?limit=none"), "?limit");

        // Again, and the same command again: once. A person's word begins a new chain, which ends as the first.
        Expect.Ok(await firm.Post($"{app.Path}/letters/{Word(letter, "id")}/resend", null, $"again-{app.Id}"));
        Expect.Ok(await firm.Post($"{app.Path}/letters/{Word(letter, "id")}/resend", null, $"again-{app.Id}"));
        Expect.Refused(await firm.Post($"{app.Path}/letters/{Word(letter, "id")}/drop", null, $"again-{app.Id}"), 422, "operation.mismatch");
        Expect.Refused(await firm.Post($"{app.Path}/letters/{Word(letter, "id")}/resend"), 404, "notFound");
        JsonElement next;
        do next = (await TriggerProbe.Letters(firm, app, 1))[0]; while (Word(next, "id") == Word(letter, "id"));
        Assert.Equal(8, Expect.Ok(await firm.Get($"{app.Path}/records/loop")).GetProperty("count").GetInt32());
        Expect.Ok(await firm.Post($"{app.Path}/letters/{Word(next, "id")}/drop"));
        await TriggerProbe.Letters(firm, app, 0);
        Assert.Equal(8, Expect.Ok(await firm.Get($"{app.Path}/records/loop")).GetProperty("count").GetInt32());
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task An_event_is_heard_in_its_own_firm_by_who_was_granted_it(string engine)
    {
        var (teller, firm, other) = (await Installed("tells", engine), await hosts.As(Firm, engine), await hosts.As(Other, engine));
        var hearer = await TriggerProbe.Installed(token => hosts.As(token, engine), "hears", teller.Id);
        var deaf = await TriggerProbe.Installed(token => hosts.As(token, engine), "deafened", teller.Id, "none");
        Expect.Ok(await other.Post("/api/v1/installs", new { app = hearer.Id, grants = "all" }), 201);
        Expect.Refused(await firm.Call(teller.Id, "tell", new { code = 5 }), 422, "effect.invalid");
        Expect.Ok(await firm.Call(teller.Id, "tell", new { code = "A" }));
        Expect.Ok(await firm.Call(teller.Id, "tell", new { code = "B" }));
        var type = $"{teller.Id.Replace('/', '.')}.Said.v1";
        Assert.Equal([$"heard {type} A", $"heard {type} B"], await TriggerProbe.Stamps(firm, hearer, 2));
        Assert.Empty(await TriggerProbe.Stamps(firm, deaf, 0));
        Assert.Empty(await TriggerProbe.Stamps(other, hearer, 0));
        var input = Expect.Ok(await firm.Get($"{hearer.Path}/invocations?function=hear")).GetProperty("invocations")[0].GetProperty("input");
        Assert.Equal(("1.0", "/tenants/qiaotou/installs/" + teller.Id, "qiaotou", "application/json"), (Word(input, "specversion"), Word(input, "source"), Word(input, "tenantid"), Word(input, "datacontenttype")));
        Assert.EndsWith("Z", Word(input, "time"), StringComparison.Ordinal);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task A_webhook_takes_what_is_signed_once(string engine)
    {
        var (app, firm, nobody) = (await Installed("hooks", engine), await hosts.As(Firm, engine), await hosts.As("", engine));
        Expect.Refused(await firm.Post($"{app.Path}/hooks/noted"), 404, "function.unknown");
        var made = Expect.Ok(await firm.Post($"{app.Path}/hooks/hooked"), 201);
        var (path, secret) = (Word(made, "path"), Word(made, "secret"));
        Assert.Equal("hooked", Word(Assert.Single(Expect.Ok(await firm.Get($"{app.Path}/hooks")).GetProperty("hooks").EnumerateArray()), "function"));

        var (now, body) = (DateTimeOffset.UtcNow.ToUnixTimeSeconds(), """{"n":17}""");
        var taken = await Knock(nobody, path, ("d-1", now, Signed(secret, "d-1", now, body)), body);
        Assert.True(taken.Status == 202 && !taken.Json.GetProperty("replayed").GetBoolean(), taken.ToString());
        // The same delivery again, at once and signed anew: the same answer, and nothing twice. Another body under its name is no repeat.
        var again = await Knock(nobody, path, ("d-1", now + 1, Signed(secret, "d-1", now + 1, body)), body);
        Assert.Equal((202, Word(taken.Json, "operation"), true), (again.Status, Word(again.Json, "operation"), again.Json.GetProperty("replayed").GetBoolean()));
        Expect.Refused(await Knock(nobody, path, ("d-1", now, Signed(secret, "d-1", now, """{"n":18}""")), """{"n":18}"""), 422, "operation.mismatch");
        Expect.Refused(await Knock(nobody, path, ("d-2", now, Signed(secret, "d-2", now, body)), """{"n":170}"""), 403, "hook.signature");
        Expect.Refused(await Knock(nobody, path, ("d-3", now, Signed(secret, "d-2", now, body)), body), 403, "hook.signature");
        Expect.Refused(await Knock(nobody, path, ("d-4", now - 400, Signed(secret, "d-4", now - 400, body)), body), 403, "hook.time");
        Expect.Pointed(await Knock(nobody, path, ("", now, "v1,"), body), "#webhook-id");
        Expect.Refused(await Knock(nobody, path, ("d-5", now, "v1,"), "{"), 400, "input.malformed");
        Expect.Refused(await Knock(nobody, path, ("d-6", now, "v1,"), $"\"{new string('x', 262_144)}\""), 413, "body.tooLarge");
        Expect.Refused(await Knock(nobody, "/hooks/mkh_" + new string('0', 64), ("d-7", now, "v1,"), body), 404, "notFound");
        Expect.Refused(await Knock(nobody, "/hooks/none", ("d-7", now, "v1,"), body), 404, "notFound");
        Assert.Equal(["hook d-1 17"], await TriggerProbe.Stamps(firm, app, 1));
        Assert.Equal("completed", Word(Expect.Ok(await firm.Get($"/api/v1/operations/{Uri.EscapeDataString(Word(taken.Json, "operation"))}")), "state"));

        // Made anew, what was shown before opens nothing; taken away, nothing does.
        var second = Expect.Ok(await firm.Post($"{app.Path}/hooks/hooked"), 201);
        Expect.Refused(await Knock(nobody, path, ("d-8", now, Signed(secret, "d-8", now, body)), body), 404, "notFound");
        Assert.Equal(202, (await Knock(nobody, Word(second, "path"), ("d-1", now, Signed(Word(second, "secret"), "d-1", now, body)), body)).Status);
        Assert.Equal(2, (await TriggerProbe.Stamps(firm, app, 2)).Count);
        Expect.Ok(await firm.Post($"{app.Path}/suspend"));
        Expect.Refused(await Knock(nobody, Word(second, "path"), ("d-9", now, Signed(Word(second, "secret"), "d-9", now, body)), body), 409, "conflict.state");
        Expect.Ok(await firm.Post($"{app.Path}/resume"));
        Expect.Ok(await firm.Delete($"{app.Path}/hooks/hooked"));
        Expect.Refused(await Knock(nobody, Word(second, "path"), ("d-9", now, Signed(Word(second, "secret"), "d-9", now, body)), body), 404, "notFound");
        Expect.Refused(await firm.Delete($"{app.Path}/hooks/hooked"), 404, "notFound");
    }

    private Task<ProbeApp> Installed(string word, string engine) => TriggerProbe.Installed(token => hosts.As(token, engine), word);

    private static Task<Reply> Knock(Talk nobody, string path, (string Id, long At, string Signature) signed, string body) =>
        nobody.Send("POST", path, new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = MediaTypeHeaderValue.Parse("application/json") } },
            ("webhook-id", signed.Id), ("webhook-timestamp", signed.At.ToString(CultureInfo.InvariantCulture)), ("webhook-signature", signed.Signature));

    /// <summary>As a sender does it who has read the specification, and nothing of ours.</summary>
    private static string Signed(string secret, string id, long at, string body) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{id}.{at}.{body}")));

    private static string Word(JsonElement from, string name) => from.GetProperty(name).GetString() ?? "";
}
