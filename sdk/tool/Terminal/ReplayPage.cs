using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Invocations.Recordings;

namespace Marketplace.Tool.Terminal;

/// <summary>What a replay found, a line for each difference.</summary>
internal static class ReplayPage
{
    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web);

    public static void Show(Talk talk, Recording recording, ReplayReport report)
    {
        var what = $"{report.App} {report.Function}  {report.Invocation}  recorded on {report.RecordedVersion}, replayed on {report.Version}";
        talk.Say(report.Verdict switch { ReplayReport.Same => "same       ", ReplayReport.Different => "DIFFERENT  ", ReplayReport.AsksMore => "ASKS MORE  ", ReplayReport.Gone => "GONE       ", _ => "clock      " },
            report.Verdict == ReplayReport.Same ? "green" : "red", what);
        if (!recording.Exact) talk.Say("           personal values are masked: this proves nothing, it only shows the way the call went");
        else if (report is { Exact: true, Verdict: ReplayReport.Same }) talk.Say($"           the very bytes that were recorded; {report.Served} answers; cost {report.Recorded.Cost.Total} micro-yuan");
        if (report.Verdict == ReplayReport.Clock) talk.Say("           a clock or the machine's own limits ended one of the two runs; they end at another place each time");
        foreach (var one in report.NotHeld) talk.Say("           asks     ", "yellow", $"{one.Op} {one.Arguments}: the recording holds no answer");
        if (report.OnOtherEffects > 0) talk.Say($"           {report.OnOtherEffects} answers were recorded after other effects than this version proposes");
        foreach (var one in report.Differences)
            talk.Say($"           {one.Part,-9}", "blue", $"{one.At}: {(one.Before.Length == 0 ? "(nothing)" : one.Before)} -> {(one.After.Length == 0 ? "(nothing)" : one.After)}");
    }

    public static JsonObject Json(Recording recording, ReplayReport report) => new()
    {
        ["invocation"] = report.Invocation, ["app"] = report.App, ["function"] = report.Function, ["recordedVersion"] = report.RecordedVersion, ["version"] = report.Version,
        ["verdict"] = report.Verdict, ["exact"] = report.Exact, ["masked"] = !recording.Exact, ["served"] = report.Served, ["onOtherEffects"] = report.OnOtherEffects,
        ["recorded"] = End(report.Recorded), ["replayed"] = report.Replayed is { } end ? End(end) : null,
        ["differences"] = JsonSerializer.SerializeToNode(report.Differences, Camel), ["notHeld"] = JsonSerializer.SerializeToNode(report.NotHeld, Camel),
    };

    private static JsonObject End(ReplayEnd end) => new()
    {
        ["outcome"] = end.Outcome, ["code"] = end.Refusal?.Code ?? "", ["result"] = end.Result.Length == 0 ? null : JsonNode.Parse(end.Result),
        ["effectsDigest"] = end.EffectsDigest, ["cost"] = end.Cost.Total, ["meter"] = JsonSerializer.SerializeToNode(end.Meter, Camel), ["logs"] = new JsonArray([.. end.Logs.Select(static line => (JsonNode)line)]),
    };
}
