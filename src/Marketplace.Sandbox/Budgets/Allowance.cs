namespace Marketplace.Sandbox.Budgets;

/// <summary>What the clocks allow one attempt at a call. A clock can be wrong about a call: a match that lost its core, code that ran
/// for the first time in a process. Such an attempt is thrown away, unbilled, and the call runs again with more.</summary>
/// <param name="CpuFactor">Times the call's CPU budget.</param>
/// <param name="Regex">One match of a regular expression, in wall time: the engine has no other clock for it.</param>
internal sealed record Allowance(int CpuFactor, TimeSpan Regex)
{
    /// <summary>The first attempt and the further ones. The last is still under the watchdog's patience.</summary>
    public static readonly IReadOnlyList<Allowance> Attempts =
    [
        new(1, Ceilings.Regex), new(4, 3 * Ceilings.Regex), new(4, 5 * Ceilings.Regex),
    ];

    /// <summary>See <see cref="Engines.EngineLimits.Without"/>.</summary>
    public string Without { get; init; } = "";

    /// <summary>The watchdog's patience with one turn: three times the CPU budget.</summary>
    public long Patience(int cpuMs) => 3_000_000L * Math.Max(cpuMs, 20) * CpuFactor;
}
