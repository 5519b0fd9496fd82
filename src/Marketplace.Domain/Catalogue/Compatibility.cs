using Marketplace.Domain.Invocations;

namespace Marketplace.Domain.Catalogue;

/// <summary>How the kernel behaves towards apps that were written for its day and those after it, until the next row.</summary>
/// <param name="Since">The first day.</param>
/// <param name="Says">What is different from the row before, for docs/writing-apps.md.</param>
public sealed record Behaviour(DateOnly Since, string Says)
{
    /// <summary>Rows that native helpers of one call work on together; at most <see cref="Budget.HelperRows"/>, with which the worst price reckons.</summary>
    public long HelperRows { get; init; } = Budget.HelperRows;
}

/// <summary>The one table of behaviours by date. A change that could make a published app compute something else, or be stopped where it was not, is a
/// row here and a property of <see cref="Behaviour"/> that the kernel reads; an app gets it by naming a later day in <c>runtime.compatibility</c>, and by nothing else.</summary>
public static class Compatibility
{
    /// <summary>Oldest first; days only rise.</summary>
    public static readonly IReadOnlyList<Behaviour> Table =
    [
        new(new DateOnly(2026, 1, 1), "The first behaviour."),
    ];

    /// <summary>The first day that an app can be written for.</summary>
    public static DateOnly First => Table[0].Since;

    /// <summary>The row that holds for a day: the last that is not after it. A script without a day, as tests make them, gets the first.</summary>
    public static Behaviour Of(DateOnly date)
    {
        var at = Table[0];
        foreach (var row in Table)
            if (row.Since <= date) at = row;
        return at;
    }

    /// <summary>Whether a day lies in the future wherever one stands: nobody knows yet what will be written for it.</summary>
    public static bool IsFuture(DateOnly date, DateTimeOffset now) => date > DateOnly.FromDateTime(now.UtcDateTime.AddHours(14));
}
