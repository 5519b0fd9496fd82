using System.Globalization;
using System.Text;
using Marketplace.Domain.Metering;

namespace Marketplace.Domain.Invocations.Recordings;

/// <summary>Compares two runs of one call: what was told, what was proposed, what was asked, what was billed.</summary>
public static class ReplayRules
{
    /// <summary>Differences of one part that are told.</summary>
    public const int Most = 50;

    /// <summary>The report on a run; <paramref name="host"/> is the host's own no to its effects.</summary>
    public static ReplayReport Compare(Recording recording, (string Version, bool Exact, CallPrice Price) of, RecordedAnswers answers, Outcome outcome, Refusal? host)
    {
        var (before, after) = (Recorded(recording), End(outcome, host, of.Price));
        List<ReplayDifference> differences =
        [
            .. Outcomes(before, after), .. Results(before, after), .. Effects(recording.End.Effects, outcome.Effects),
            .. Calls(recording.Answers, answers.Asked), .. Costs(before, after),
        ];
        var verdict = answers.NotHeld.Count > 0 ? ReplayReport.AsksMore
            : IsOfTheMachine(recording.End.Verdict) || IsOfTheMachine(outcome.Verdict) ? ReplayReport.Clock
            : differences.Count > 0 ? ReplayReport.Different : ReplayReport.Same;
        return Report(recording, of.Version) with
        {
            Verdict = verdict,
            Exact = of.Exact && recording.Exact,
            Replayed = after,
            Differences = differences,
            Served = answers.Served,
            Fresh = answers.Fresh,
            OnOtherEffects = answers.OnOtherEffects,
            NotHeld = [.. answers.NotHeld.Select(static one => new ReplayQuestion(one.Seq, one.Op, JsonDifference.Short(Encoding.UTF8.GetString(one.Args))))],
        };
    }

    /// <summary>The report on a version that has no such function.</summary>
    public static ReplayReport Gone(Recording recording, string version) => Report(recording, version) with
    {
        Differences = [new ReplayDifference("outcome", "/function", recording.Call.Function, "")],
    };

    /// <summary>What is billed of two vectors, by name, where they differ.</summary>
    public static IEnumerable<(string Name, long Before, long After)> Billed(Meter before, Meter after) =>
        Quantities(before).Zip(Quantities(after)).Where(static pair => pair.First.Value != pair.Second.Value).Select(static pair => (pair.First.Name, pair.First.Value, pair.Second.Value));

    /// <summary>What a clock, the heap or the stack of a machine ended would not end at the same statement on another.</summary>
    public static bool IsOfTheMachine(Verdict verdict) =>
        verdict is Verdict.Cpu or Verdict.Memory or Verdict.Depth or Verdict.Regex or Verdict.Deadline or Verdict.HostFault;

    private static ReplayReport Report(Recording recording, string version) => new()
    {
        Invocation = recording.Call.Invocation, App = recording.Call.App, Function = recording.Call.Function, RecordedVersion = recording.Head.Version,
        Version = version, Verdict = ReplayReport.Gone, Exact = false, Recorded = Recorded(recording),
    };

    private static ReplayEnd Recorded(Recording recording) => End(
        new Outcome { Verdict = recording.End.Verdict, Result = recording.End.Result, Refusal = recording.End.Refusal, Effects = recording.End.Effects, Logs = recording.End.Logs, Meter = recording.End.Meter },
        recording.End.Host, new(recording.Head.Price, recording.Head.IsForResult)) with
    { Cost = recording.End.Cost };

    private static ReplayEnd End(Outcome outcome, Refusal? host, CallPrice price)
    {
        var completed = outcome.Verdict == Verdict.Completed && host is null;
        return new ReplayEnd
        {
            Outcome = completed ? "completed" : host is not null || outcome.Verdict == Verdict.Refused ? "refused" : "failed",
            Refusal = host ?? outcome.Refusal, Result = completed ? outcome.Result : [], Meter = outcome.Meter,
            Cost = Pricing.Of(host is null ? outcome : outcome with { Verdict = Verdict.Refused }, price),
            Logs = [.. outcome.Logs.Select(static line => line.Text)], EffectsDigest = RecordingJson.Digest(outcome.Effects),
        };
    }

    private static IEnumerable<ReplayDifference> Outcomes(ReplayEnd before, ReplayEnd after)
    {
        if (before.Outcome != after.Outcome) yield return new("outcome", "/outcome", before.Outcome, after.Outcome);
        if (!RecordingJson.Bytes(before.Refusal).AsSpan().SequenceEqual(RecordingJson.Bytes(after.Refusal)))
            yield return new("outcome", "/refusal", Text(RecordingJson.Bytes(before.Refusal)), Text(RecordingJson.Bytes(after.Refusal)));
    }

    private static IEnumerable<ReplayDifference> Results(ReplayEnd before, ReplayEnd after)
    {
        if (before.Result.AsSpan().SequenceEqual(after.Result)) return [];
        if (before.Result.Length == 0 || after.Result.Length == 0) return [new("result", "", Text(before.Result), Text(after.Result))];
        var found = JsonDifference.Of(before.Result, after.Result, Most);
        // The same value in other bytes: the order of members, how a number is written.
        return found.Count == 0 ? [new("result", "", Text(before.Result), Text(after.Result))] : found.Select(static one => new ReplayDifference("result", one.Pointer, one.Before, one.After));
    }

    private static IEnumerable<ReplayDifference> Effects(IReadOnlyList<Effect> before, IReadOnlyList<Effect> after)
    {
        if (RecordingJson.Bytes(before).AsSpan().SequenceEqual(RecordingJson.Bytes(after))) return [];
        return JsonDifference.Of(RecordingJson.Bytes(before), RecordingJson.Bytes(after), Most).Select(static one => new ReplayDifference("effects", one.Pointer, one.Before, one.After));
    }

    /// <summary>Questions that only one of the two asked, each as often as it did more; the order, when only that differs.</summary>
    private static IEnumerable<ReplayDifference> Calls(IReadOnlyList<RecordedAnswer> before, IReadOnlyList<HostQuestion> after)
    {
        var (was, now) = (before.Select(static one => Asked(one.Op, one.Args)).ToList(), after.Select(static one => Asked(one.Op, one.Args)).ToList());
        if (was.SequenceEqual(now, StringComparer.Ordinal)) yield break;
        var more = new List<string>(now);
        var less = was.Where(one => !more.Remove(one)).ToList();
        foreach (var one in less.Take(Most)) yield return new("calls", "", JsonDifference.Short(one), "");
        foreach (var one in more.Take(Most)) yield return new("calls", "", "", JsonDifference.Short(one));
        if (less.Count > 0 || more.Count > 0) yield break;
        var at = was.Zip(now).TakeWhile(static pair => pair.First == pair.Second).Count();
        yield return new("calls", string.Create(CultureInfo.InvariantCulture, $"/{at}"), JsonDifference.Short(was[at]), JsonDifference.Short(now[at]));
    }

    private static IEnumerable<ReplayDifference> Costs(ReplayEnd before, ReplayEnd after)
    {
        foreach (var (name, was, now) in Billed(before.Meter, after.Meter)) yield return new("cost", name, Text(was), Text(now));
        if (before.Cost != after.Cost) yield return new("cost", "total", Text(before.Cost.Total), Text(after.Cost.Total));
    }

    private static IEnumerable<(string Name, long Value)> Quantities(Meter meter) =>
    [
        ("statements", meter.Statements), ("reads", meter.Reads), ("effects", meter.Effects), ("externals", meter.Externals), ("shared", meter.Shared), ("rows", meter.Rows),
        ("bytesIn", meter.BytesIn), ("bytesOut", meter.BytesOut),
    ];

    private static string Asked(string op, byte[] args) => $"{op} {Encoding.UTF8.GetString(args)}";

    private static string Text(byte[] utf8) => JsonDifference.Short(Encoding.UTF8.GetString(utf8));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
