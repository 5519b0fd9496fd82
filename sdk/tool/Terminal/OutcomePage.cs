using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Metering;
using Marketplace.Domain.Publishing;
using Marketplace.Domain.Texts;

namespace Marketplace.Tool.Terminal;

/// <summary>How one call ended: its result or why not, what it proposes, what it logged, and what it used.</summary>
internal sealed class OutcomePage(Talk talk, Package package)
{
    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web);
    private static readonly JsonSerializerOptions Wide = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Show(Outcome outcome, bool profile)
    {
        if (outcome.Verdict == Verdict.Completed) talk.Say(JsonNode.Parse(outcome.Result)?.ToJsonString(Wide) ?? "null");
        else talk.Say($"{(outcome.Verdict == Verdict.Refused ? "refused" : "stopped")}  ", "red", outcome.Refusal is { } refusal ? $"{refusal.Code}: {Sentence(refusal)}" : $"{outcome.Verdict}");
        foreach (var fact in outcome.Refusal?.Facts ?? new Dictionary<string, string>()) talk.Say("          ", "", $"{fact.Key} = {fact.Value}");
        foreach (var effect in outcome.Effects) talk.Say("effect   ", "blue", Text(effect));
        foreach (var log in outcome.Logs) talk.Say($"{log.Level,-9}", "grey", log.Text);
        if (!profile) return;
        var (m, cost) = (outcome.Meter, Tariff.Price(outcome.Meter));
        Line($"statements {m.Statements:N0}   reads {m.Reads}   effects {m.Effects}   rows {m.Rows}   in {m.BytesIn:N0} B   out {m.BytesOut:N0} B");
        Line($"allocated {m.AllocatedBytes / 1024.0:N0} KB   cpu {m.CpuNs / 1e6:F2} ms   parked {m.ParkedMs} ms   cost {cost.Platform:N0} micro-yuan");
    }

    /// <summary>A refusal in words: the platform's, else the app's own, else the code.</summary>
    public string Sentence(Refusal refusal)
    {
        if (RefusalTexts.Sentence(Talk.Culture, refusal.Code, refusal.Facts) is { } platform) return platform;
        var words = package.Script.Locales[Talk.Culture];
        string[] keys = [$"refusal.{refusal.Code}", $"reason.{refusal.Code}", refusal.Code];
        var text = keys.Select(k => words.GetValueOrDefault(k)).FirstOrDefault(w => w is not null) ?? $"the locales have no words for \"{refusal.Code}\".";
        foreach (var (name, fact) in refusal.Facts) text = text.Replace($"{{{name}}}", fact, StringComparison.Ordinal);
        return text;
    }

    public static JsonObject Json(Outcome outcome, string invocation) => new()
    {
        ["verdict"] = outcome.Verdict.ToString(), ["invocation"] = invocation,
        ["result"] = outcome.Verdict == Verdict.Completed ? JsonNode.Parse(outcome.Result) : null,
        ["refusal"] = outcome.Refusal is { } r ? new JsonObject { ["code"] = r.Code, ["facts"] = new JsonObject(r.Facts.Select(f => KeyValuePair.Create(f.Key, (JsonNode?)f.Value))) } : null,
        ["effects"] = new JsonArray([.. outcome.Effects.Select(e => JsonSerializer.SerializeToNode(e, Camel))]),
        ["logs"] = new JsonArray([.. outcome.Logs.Select(l => (JsonNode)l.Text)]),
        ["meter"] = JsonSerializer.SerializeToNode(outcome.Meter, Camel), ["cost"] = Tariff.Price(outcome.Meter).Platform,
    };

    private static string Text(Effect effect) => effect switch
    {
        Effect.Insert i => $"insert {i.Entity} {i.Id} {i.Body}",
        Effect.Update u => $"update {u.Entity} {u.Id} {u.Patch}",
        Effect.Delete d => $"delete {d.Entity} {d.Id}",
        Effect.Emit e => $"emit {e.Type} {e.Data}",
        Effect.DeviceSend s => $"send to {s.Device} {s.Command} {s.Payload}",
        Effect.JobStart j => string.Create(CultureInfo.InvariantCulture, $"start {j.Function} after {j.DelayMs} ms {j.Input}"),
        Effect.Progress p => string.Create(CultureInfo.InvariantCulture, $"progress {p.Done} of {p.Total} {p.Note}"),
        Effect.Act a => $"{a.Service} {a.Command} {a.Collection}/{a.On} {a.Input}",
        Effect.AppCall c => $"call {c.App}.{c.Function} {c.Input}",
        Effect.Share s => $"share {s.Dataset} {s.Record}",
        _ => throw new UnreachableException(),
    };

    private void Line(FormattableString text) => talk.Say(text.ToString(CultureInfo.InvariantCulture));
}
