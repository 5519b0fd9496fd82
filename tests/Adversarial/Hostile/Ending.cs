using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;

namespace Marketplace.Tests.Adversarial.Hostile;

/// <summary>How a hostile script ended, what it cost, and what is wrong with that.</summary>
internal sealed partial record Ending(HostileScript Script, Outcome Outcome)
{
    /// <summary>The neighbours' secret, which must be in nobody else's hands.</summary>
    public const string Canary = "canary-5b1f0c2e";

    private static readonly string[] Budgets = ["cpu", "memory", "regex", "statements"], Clocks = ["cpu", "regex"];

    /// <summary>From the call to its answer.</summary>
    public required TimeSpan Wall { get; init; }
    /// <summary>The most memory the runner's process has had meanwhile, in MB.</summary>
    public required long PeakMb { get; init; }
    /// <summary>The longest that a neighbour waited for his answer.</summary>
    public required TimeSpan Neighbour { get; init; }

    /// <summary>The verdict in the corpus's words.</summary>
    public string Word => Outcome.Verdict switch
    {
        Verdict.NotAdmitted when Outcome.Refusal?.Code == Codes.AppQuarantined => "lethal",
        Verdict.Deadline => "lethal",
        var other => char.ToLowerInvariant(other.ToString()[0]) + other.ToString()[1..],
    };

    public double CpuMs => Outcome.Meter.CpuNs / 1e6;

    /// <summary>What must not be, or null.</summary>
    public string? Wrong()
    {
        if (!IsForeseen) return $"ended as {Word} ({Facts()}), expected {string.Join(" or ", Script.Verdicts)}";
        var text = Said();
        if (text.Contains(Canary, StringComparison.Ordinal)) return "has the neighbour's secret";
        if (text.Contains("REACHED", StringComparison.Ordinal)) return "reached: " + Cut(text);
        if (Platform().Match(text) is { Success: true } word) return $"says '{word.Value}' of the platform: {Cut(text)}";
        if (Script.IsEscape && Word == "completed" && !Outcome.Result.AsSpan().SequenceEqual("\"held\""u8)) return "did not say that it was held: " + Cut(text);
        return Outcome.Verdict == Verdict.Completed || Outcome.Effects.Count == 0 ? null : "did not complete and yet has effects";
    }

    /// <summary>Which of the budgets is used up first depends on the machine: where a file names one, another may stop the script too. And a
    /// slow machine's clock may stop a script before it comes to the end that its file foresees, unless it is one that must be let through.</summary>
    private bool IsForeseen => Script.Verdicts.Contains(Word)
        || (Budgets.Contains(Word) && Script.Verdicts.Any(Budgets.Contains))
        || (Clocks.Contains(Word) && !Script.IsEscape && !Script.Verdicts.Contains("completed"));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Word,-11} cpu {CpuMs,6:F0} ms  wall {Wall.TotalMilliseconds,6:F0} ms  peak {PeakMb,4} MB  {Script.Name}");

    private string Facts() => $"{Outcome.Refusal?.Code} {string.Join(", ", Outcome.Refusal?.Facts.Select(f => $"{f.Key}={Cut(f.Value)}") ?? [])} {Cut(Encoding.UTF8.GetString(Outcome.Result))}";

    private string Said()
    {
        var said = new StringBuilder(Encoding.UTF8.GetString(Outcome.Result)).Append('\n');
        foreach (var (name, value) in Outcome.Refusal?.Facts ?? new Dictionary<string, string>()) said.Append(name).Append('=').Append(value).Append('\n');
        foreach (var line in Outcome.Logs) said.Append(line.Text).Append('\n');
        foreach (var effect in Outcome.Effects) said.Append(effect).Append('\n');
        return said.ToString();
    }

    private static string Cut(string text) => text.Length <= 300 ? text : text[..300] + "…";

    [GeneratedRegex(@"Marketplace\.|Jint|System\.[A-Z]|Exception|\.dll|\.cs\b|\.csproj|Microsoft")]
    private static partial Regex Platform();
}
