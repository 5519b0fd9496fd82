using Orleans;

namespace Marketplace.Domain.Billing;

/// <summary>A public subsidy programme (服务券) of one brain. Its terms never change: other terms are another programme.</summary>
[GenerateSerializer, Immutable, Alias("billing.program")]
public sealed record SubsidyProgram
{
    /// <summary>A slug.</summary>
    [Id(0)] public required string Program { get; init; }
    /// <summary>Who pays, in the words that stand on the invoice.</summary>
    [Id(1)] public required string Purse { get; init; }
    /// <summary>First and last day, <c>YYYY-MM-DD</c>, in each firm's zone.</summary>
    [Id(2)] public required string From { get; init; }
    [Id(3)] public required string To { get; init; }
    /// <summary>Thousandths of each amount that the purse bears, 1 to 1000.</summary>
    [Id(4)] public required int Share { get; init; }
    /// <summary>The most for one firm and month, micro-yuan; 0 for no limit.</summary>
    [Id(5)] public long FirmMonth { get; init; }
    /// <summary>What the purse grants in all, micro-yuan.</summary>
    [Id(6)] public required long Budget { get; init; }
    /// <summary>The apps it is for; none means all.</summary>
    [Id(7)] public IReadOnlyList<string> Apps { get; init; } = [];
}

/// <summary>Decides what the public purse bears.</summary>
public static class SubsidyRules
{
    /// <summary>The largest grant: ¥100,000,000 in micro-yuan.</summary>
    public const long HighestBudget = 100_000_000_000_000;

    /// <summary>Whether a programme can be.</summary>
    public static Answer<SubsidyProgram> Check(SubsidyProgram program)
    {
        if (!Keys.IsSlug(program.Program)) return Invalid("/program", "a slug: a-z 0-9 -, 2 to 31 characters");
        if (program.Purse.Trim().Length is 0 or > 80) return Invalid("/purse", "1 to 80 characters");
        if (!TryDay(program.From, out var from)) return Invalid("/from", "YYYY-MM-DD");
        if (!TryDay(program.To, out var to) || to < from) return Invalid("/to", "YYYY-MM-DD, not before from");
        if (program.Share is < 1 or > 1000) return Invalid("/share", "1 to 1000 thousandths");
        if (program.FirmMonth is < 0 or > HighestBudget) return Invalid("/firmMonth", "0 or more micro-yuan");
        if (program.Budget is < 1 or > HighestBudget) return Invalid("/budget", $"1 to {HighestBudget} micro-yuan");
        return program.Apps.Count <= 200 && program.Apps.All(Keys.IsApp) ? program : Invalid("/apps", "at most 200 of publisher/app");
    }

    /// <summary>The programme that bears a part of what an app cost on a day: of those in force, the first by name. Null for none.</summary>
    public static SubsidyProgram? For(IEnumerable<SubsidyProgram> programs, string app, string day) => programs
        .Where(one => string.CompareOrdinal(one.From, day) <= 0 && string.CompareOrdinal(day, one.To) <= 0 && (one.Apps.Count == 0 || one.Apps.Contains(app, StringComparer.Ordinal)))
        .MinBy(static one => one.Program, StringComparer.Ordinal);

    /// <summary>The purse's part of an amount, micro-yuan, downwards: never more than the share, than what the firm still may have this month, and than
    /// what is left of the budget.</summary>
    public static long Part(SubsidyProgram program, long amount, long hadThisMonth, long left)
    {
        var part = (long)((Int128)amount * program.Share / 1000);
        if (program.FirmMonth > 0) part = Math.Min(part, Math.Max(0, program.FirmMonth - hadThisMonth));
        return Math.Min(part, Math.Max(0, left));
    }

    private static bool TryDay(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out day);

    private static Refusal Invalid(string pointer, string rule) => Refusal.Of(Codes.InputInvalid, ("pointer", pointer), ("rule", rule));
}
