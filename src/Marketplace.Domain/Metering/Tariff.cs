using Marketplace.Domain.Invocations;

namespace Marketplace.Domain.Metering;

/// <summary>The published tariff: what a metering vector costs, in integer micro-yuan (1 yuan = 1,000,000). Only what is exact and
/// reproducible is billed, so a replay of a call on any machine gives the same price. Allocation, CPU and waiting are not billed.</summary>
public sealed record Tariff
{
    /// <summary>The tariff in force. A change of any number is a new tariff with its own date.</summary>
    public static readonly Tariff Current = new();

    /// <summary>Every call.</summary>
    public long Call { get; init; } = 60;
    /// <summary>1,000 statements, begun thousands counted.</summary>
    public long Statements { get; init; } = 20;
    /// <summary>One read.</summary>
    public long Read { get; init; } = 15;
    /// <summary>Ten rows returned by reads or worked on by native helpers, begun tens counted.</summary>
    public long Rows { get; init; } = 2;
    /// <summary>One effect.</summary>
    public long Effect { get; init; } = 30;
    /// <summary>One external call.</summary>
    public long External { get; init; } = 300;
    /// <summary>One KB of JSON in or out, begun KBs counted.</summary>
    public long Kilobyte { get; init; } = 2;

    /// <summary>One question to a shared service, or one command: the shared resources' part, beside the read or effect that it is.</summary>
    public long SharedAct { get; init; } = 200;

    /// <summary>What a vector costs without its publisher, at the tariff in force.</summary>
    public static Cost Price(Meter meter)
    {
        var platform = Current.Of(meter);
        var resources = Current.SharedAct * meter.Shared;
        return new Cost { Total = platform + resources, Platform = platform, Resources = resources };
    }

    /// <summary>The lines that make up the price of a vector, those of nothing left out; they sum to <see cref="Price"/>.</summary>
    public IReadOnlyList<TariffLine> Lines(Meter meter) =>
    [
        .. new TariffLine[]
        {
            new("call", 1, Call), new("statements", Begun(meter.Statements, 1_000), Statements), new("read", meter.Reads, Read), new("rows", Begun(meter.Rows, 10), Rows),
            new("effect", meter.Effects, Effect), new("external", meter.Externals, External), new("kilobyte", Begun(meter.BytesIn + meter.BytesOut, 1_024), Kilobyte),
            new("shared", meter.Shared, SharedAct),
        }.Where(static line => line.Units > 0),
    ];

    /// <summary>The most a call within a budget can cost the platform's part; an admission reserves it against the cap.</summary>
    public static long Worst(Budget budget) => Price(new Meter
    {
        Statements = budget.Statements, Reads = budget.HostCalls, Externals = Egress.EgressRules.PerCall, Effects = budget.Effects, Rows = (budget.HostCalls * 1_000L) + Budget.HelperRows,
        BytesIn = (budget.HostCalls + 1L) * 1_048_576, BytesOut = (budget.HostCalls + 2L) * budget.ResultBytes, Shared = Resources.SharedAsks.PerCall,
    }).Total;

    /// <summary>Whether a call that ended so is billed: what ran by the app's own doing is, what the host broke is not.</summary>
    public static bool IsBilled(Verdict verdict) => verdict is not (Verdict.HostFault or Verdict.NotAdmitted or Verdict.Deadline);

    /// <summary>This tariff's price for a vector.</summary>
    public long Of(Meter meter) => checked(
        Call + Statements * Begun(meter.Statements, 1_000) + Read * meter.Reads + Rows * Begun(meter.Rows, 10)
        + Effect * meter.Effects + External * meter.Externals + Kilobyte * Begun(meter.BytesIn + meter.BytesOut, 1_024));

    /// <summary>The same price in its parts, for people: what was counted, how much of it, what it costs. The words are <c>call statements reads rows
    /// effects externals bytes shared</c>; what was not used is left out.</summary>
    public IReadOnlyList<(string Part, long Quantity, long Cost)> Parts(Meter meter) =>
    [
        .. new (string Part, long Quantity, long Cost)[]
        {
            ("call", 1, Call), ("statements", meter.Statements, Statements * Begun(meter.Statements, 1_000)), ("reads", meter.Reads, Read * meter.Reads),
            ("rows", meter.Rows, Rows * Begun(meter.Rows, 10)), ("effects", meter.Effects, Effect * meter.Effects), ("externals", meter.Externals, External * meter.Externals),
            ("bytes", meter.BytesIn + meter.BytesOut, Kilobyte * Begun(meter.BytesIn + meter.BytesOut, 1_024)),
            ("shared", meter.Shared, SharedAct * meter.Shared),
        }.Where(static part => part.Quantity > 0),
    ];

    private static long Begun(long count, long unit) => (count + unit - 1) / unit;
}

/// <summary>One line of a call's price: so many units of a kind at so many micro-yuan.</summary>
/// <param name="Kind"><c>call</c>, <c>statements</c> (begun thousands), <c>read</c>, <c>rows</c> (begun tens), <c>effect</c>, <c>external</c>, <c>kilobyte</c>.</param>
/// <param name="Units">How many.</param>
/// <param name="Price">Of one.</param>
public sealed record TariffLine(string Kind, long Units, long Price)
{
    /// <summary>Micro-yuan.</summary>
    public long Amount => checked(Units * Price);
}
