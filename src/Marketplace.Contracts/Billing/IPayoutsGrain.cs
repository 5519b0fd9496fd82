using Marketplace.Domain;
using Orleans;

namespace Marketplace.Contracts.Billing;

/// <summary>What publishers earn in one brain and are paid. Key <see cref="Keys.Payouts"/>; brain <c>-</c> gives a publisher the statements of
/// all brains. A publisher sees its own; payouts are the brain's operator's. It holds nothing.</summary>
[Alias("billing.payouts")]
public interface IPayoutsGrain : IGrainWithStringKey
{
    /// <summary>What was earned by app, version and month (<c>YYYY-MM</c>, all when empty), the balance, and the payouts.</summary>
    [Alias("statements")] Task<Answer<IReadOnlyList<PublisherStatement>>> Statements(Caller caller, string publisher, string month);

    /// <summary>Promises a payout: it is held until it is confirmed, cancelled, or its deadline passes. Operator.</summary>
    [Alias("open")] Task<Answer<Payout>> Open(Caller caller, string publisher, PayoutOrder payout);

    /// <summary>The bank has paid: the hold is posted. Operator.</summary>
    [Alias("confirm")] Task<Answer<Payout>> Confirm(Caller caller, string payout);

    /// <summary>It will not be paid: the hold is released. Operator.</summary>
    [Alias("cancel")] Task<Answer<Payout>> Cancel(Caller caller, string payout);
}

/// <summary>A payout that is asked for.</summary>
[GenerateSerializer, Immutable, Alias("billing.payoutOrder")]
public sealed record PayoutOrder
{
    /// <summary>In fen; 0 for all whole fen that there are.</summary>
    [Id(0)] public long Fen { get; init; }
    /// <summary>Days until it is given up unless it was confirmed, 1 to 60.</summary>
    [Id(1)] public int Days { get; init; } = 10;
}

/// <summary>A payout.</summary>
[GenerateSerializer, Immutable, Alias("billing.payout")]
public sealed record Payout
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required string Brain { get; init; }
    [Id(2)] public required string Publisher { get; init; }
    [Id(3)] public required long Fen { get; init; }
    /// <summary><c>pending</c>, <c>paid</c> or <c>void</c>.</summary>
    [Id(4)] public required string State { get; init; }
    [Id(5)] public required DateTimeOffset At { get; init; }
    [Id(6)] public required DateTimeOffset Due { get; init; }
}

/// <summary>What a publisher earned in one brain.</summary>
[GenerateSerializer, Immutable, Alias("billing.statement")]
public sealed record PublisherStatement
{
    [Id(0)] public required string Brain { get; init; }
    [Id(1)] public required string Publisher { get; init; }
    [Id(2)] public string Currency { get; init; } = "CNY";
    /// <summary>Earned and not paid, micro-yuan; of it held by payouts that are under way.</summary>
    [Id(3)] public long Balance { get; init; }
    [Id(4)] public long Held { get; init; }
    [Id(5)] public IReadOnlyList<StatementLine> Lines { get; init; } = [];
    [Id(6)] public IReadOnlyList<Payout> Payouts { get; init; } = [];
}

/// <summary>One version of an app in one month.</summary>
[GenerateSerializer, Immutable, Alias("billing.statementLine")]
public sealed record StatementLine
{
    [Id(0)] public required string App { get; init; }
    [Id(1)] public required string Version { get; init; }
    [Id(2)] public required string Month { get; init; }
    /// <summary><c>call</c> or <c>month</c>.</summary>
    [Id(3)] public required string Unit { get; init; }
    [Id(4)] public long Quantity { get; init; }
    /// <summary>Firms that used it.</summary>
    [Id(5)] public long Firms { get; init; }
    /// <summary>The publisher's part, micro-yuan.</summary>
    [Id(6)] public long Earned { get; init; }
}
