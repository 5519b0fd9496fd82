using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Metering;
using Marketplace.Sandbox;
using Marketplace.Tool.Apps;
using Marketplace.Tool.Scripts;
using Marketplace.Tool.Terminal;

namespace Marketplace.Tool.Verbs;

/// <summary><c>mkt run function</c>: one call over the sample records; with <c>--script</c> plain scripts in the production profile.</summary>
internal static class RunVerb
{
    private sealed record Wish(string Folder, string Function, string? Input, string User, IReadOnlyList<string> Roles, string? SecondSigner, bool Profile);

    public static Command Make()
    {
        var function = new Argument<string?>("function") { Description = "A function of the app.", Arity = ArgumentArity.ZeroOrOne };
        var folder = new Option<string>("--folder") { Description = "The folder that holds app.json.", DefaultValueFactory = _ => "." };
        var input = new Option<string?>("--input", "-i") { Description = "JSON, a file of JSON, or - for standard input." };
        var user = new Option<string>("--user") { Description = "Who calls.", DefaultValueFactory = _ => "worker-1" };
        var roles = new Option<string[]>("--role") { Description = "Roles of the caller.", DefaultValueFactory = _ => ["owner", "leader", "worker"] };
        var second = new Option<string?>("--second-signer") { Description = "The person who signs second." };
        var profile = new Option<bool>("--profile") { Description = "Show statements, memory, host calls and cost." };
        var script = new Option<string[]>("--script") { Description = "Plain scripts to evaluate in a child process.", AllowMultipleArgumentsPerToken = true };
        var verb = new Command("run", "Call a function once over the sample records, or evaluate plain scripts.") { function, folder, input, user, roles, second, profile, script };
        verb.SetAction((line, cancel) =>
        {
            var talk = Talk.Of(line);
            if (line.GetValue(script) is { Length: > 0 } files) return ScriptRun.Run(talk, files, cancel);
            if (line.GetValue(function) is not { } name) return Task.FromResult(talk.Fail(Exit.Usage, "run needs a function, or --script.", "mkt run hello --input '{\"name\":\"Li\"}'"));
            return Call(talk, new Wish(line.GetValue(folder)!, name, line.GetValue(input), line.GetValue(user)!, line.GetValue(roles)!, line.GetValue(second), line.GetValue(profile)), cancel);
        });
        return verb;
    }

    private static async Task<int> Call(Talk talk, Wish wish, CancellationToken cancel)
    {
        var seen = Examination.Of(wish.Folder, whole: false);
        if (!seen.Passed)
        {
            FindingPage.Show(talk, wish.Folder, seen.Findings);
            return talk.End(Exit.Failed, new JsonObject { ["findings"] = FindingPage.Json(seen.Findings) });
        }
        if (await Input(wish.Input, cancel) is not { } input) return talk.Fail(Exit.Usage, "--input is neither JSON nor a file of JSON.");
        var now = TimeProvider.System.GetUtcNow();
        var firm = SampleFirm.Make(seen.Package!, now);
        if (!firm.Ok) return talk.Fail(Exit.Failed, $"The sample records do not load: {Said(firm.Refusal!)}");
        using var kernel = new Kernel();
        var caller = new FunctionCaller(seen.Package!, firm.Must(), kernel);
        var (outcome, invocation) = await caller.Call(wish.Function, input, new Persona(wish.User, wish.Roles), (now, wish.SecondSigner ?? ""), cancel);
        Show(talk, outcome, wish.Profile);
        return talk.End(outcome.Verdict == Verdict.Completed ? Exit.Ok : Exit.Failed, Json(outcome, invocation));
    }

    private static async Task<byte[]?> Input(string? given, CancellationToken cancel)
    {
        var text = given switch
        {
            null => "{}",
            "-" => await Console.In.ReadToEndAsync(cancel),
            _ when File.Exists(given) => await File.ReadAllTextAsync(given, cancel),
            _ => given,
        };
        try
        {
            using var document = JsonDocument.Parse(text);
            return Encoding.UTF8.GetBytes(document.RootElement.GetRawText());
        }
        catch (JsonException)
        {
            return null; // said to the caller as a usage error
        }
    }

    private static void Show(Talk talk, Outcome outcome, bool profile)
    {
        if (outcome.Verdict == Verdict.Completed) talk.Say(JsonNode.Parse(outcome.Result)?.ToJsonString(Wide) ?? "null");
        else talk.Say($"{outcome.Verdict}: ", "red", outcome.Refusal is { } refusal ? Said(refusal) : "");
        foreach (var effect in outcome.Effects) talk.Say("effect  ", "blue", JsonSerializer.Serialize(effect, Wide));
        foreach (var log in outcome.Logs) talk.Say($"{log.Level}  ", "grey", log.Text);
        if (!profile) return;
        var (m, cost) = (outcome.Meter, Tariff.Price(outcome.Meter));
        talk.Say(string.Create(CultureInfo.InvariantCulture, $"statements {m.Statements:N0}   reads {m.Reads}   effects {m.Effects}   rows {m.Rows}   in {m.BytesIn:N0} B   out {m.BytesOut:N0} B"));
        talk.Say(string.Create(CultureInfo.InvariantCulture, $"allocated {m.AllocatedBytes / 1024.0:N0} KB   cpu {m.CpuNs / 1e6:F2} ms   parked {m.ParkedMs} ms   cost {cost.Platform:N0} micro-yuan"));
    }

    private static JsonObject Json(Outcome outcome, string invocation) => new()
    {
        ["verdict"] = outcome.Verdict.ToString(), ["invocation"] = invocation,
        ["result"] = outcome.Verdict == Verdict.Completed ? JsonNode.Parse(outcome.Result) : null,
        ["refusal"] = outcome.Refusal is { } r ? new JsonObject { ["code"] = r.Code, ["facts"] = new JsonObject(r.Facts.Select(f => KeyValuePair.Create(f.Key, (JsonNode?)f.Value))) } : null,
        ["effects"] = new JsonArray([.. outcome.Effects.Select(e => JsonSerializer.SerializeToNode(e))]),
        ["logs"] = new JsonArray([.. outcome.Logs.Select(l => (JsonNode)l.Text)]),
        ["meter"] = JsonSerializer.SerializeToNode(outcome.Meter, Camel), ["cost"] = Tariff.Price(outcome.Meter).Platform,
    };

    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web);
    private static readonly JsonSerializerOptions Wide = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Said(Refusal refusal) => $"{refusal.Code} {string.Join(", ", refusal.Facts.Select(f => $"{f.Key}={f.Value}"))}";
}
