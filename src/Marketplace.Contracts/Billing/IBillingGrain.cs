using Marketplace.Domain;
using Marketplace.Domain.Billing;
using Marketplace.Domain.Ledger;
using Orleans;

namespace Marketplace.Contracts.Billing;

/// <summary>One brain's bills. Key <see cref="Keys.Billing"/>. An owner sees the firm's own invoices, the brain's operator all of them; the
/// rest is the operator's. It holds nothing.</summary>
[Alias("billing.billing")]
public interface IBillingGrain : IGrainWithStringKey
{
    /// <summary>Invoices and credit notes, newest month first, without their lines; at most 200. An operator may name a firm, or all when empty.</summary>
    [Alias("invoices")] Task<Answer<IReadOnlyList<Invoice>>> Invoices(Caller caller, string tenant);

    /// <summary>One invoice or credit note with its lines, or <c>notFound</c>.</summary>
    [Alias("invoice")] Task<Answer<Invoice>> Invoice(Caller caller, string invoice);

    /// <summary>Takes some of one line back by a credit note; an invoice is never changed. Operator.</summary>
    [Alias("credit")] Task<Answer<Invoice>> Credit(Caller caller, string invoice, CreditOrder credit);

    /// <summary>Begins a subsidy programme and grants its budget. Operator.</summary>
    [Alias("grant")] Task<Answer<SubsidyProgram>> Grant(Caller caller, SubsidyProgram program);

    /// <summary>Has the invoices of a month drawn (<c>YYYY-MM</c>), which must be over everywhere. Operator.</summary>
    [Alias("close")] Task<Answer<Done>> Close(Caller caller, string month);

    /// <summary>The book of the brain: accounts, whether they sum to nothing, and whether the meters are what was posted. Operator.</summary>
    [Alias("books")] Task<Answer<BrainBook>> Books(Caller caller);

    /// <summary>Thaws the frozen book once its journal adds up again, with a reason that is kept. Operator.</summary>
    [Alias("thaw")] Task<Answer<Done>> Thaw(Caller caller, string reason);

    /// <summary>One turn of the due work. System only.</summary>
    [Alias("turn")] Task<Answer<Done>> Turn(Caller caller, BillingTurn turn);
}

/// <summary>One turn of the due work of billing.</summary>
[GenerateSerializer, Immutable, Alias("billing.turn")]
public sealed record BillingTurn
{
    /// <summary>The due work's own id.</summary>
    [Id(0)] public required string Id { get; init; }
    /// <summary><c>bill</c> or <c>close</c>.</summary>
    [Id(1)] public required string Kind { get; init; }
    /// <summary>Where it goes on.</summary>
    [Id(2)] public string From { get; init; } = "";
}

/// <summary>What of a line goes back.</summary>
[GenerateSerializer, Immutable, Alias("billing.credit")]
public sealed record CreditOrder
{
    /// <summary>The invoice's line.</summary>
    [Id(0)] public required int Line { get; init; }
    /// <summary>How much, in fen.</summary>
    [Id(1)] public required long Fen { get; init; }
    /// <summary>Who bears it: <c>platform</c>, or <c>publisher</c> out of what it was not paid yet.</summary>
    [Id(2)] public string Bearer { get; init; } = "platform";
    /// <summary>Why, for the firm to read.</summary>
    [Id(3)] public required string Reason { get; init; }
}

/// <summary>A brain's billing book, reconciled.</summary>
[GenerateSerializer, Immutable, Alias("billing.book")]
public sealed record BrainBook
{
    [Id(0)] public required string Ledger { get; init; }
    /// <summary>Why nothing is posted any more, or empty.</summary>
    [Id(1)] public string Frozen { get; init; } = "";
    /// <summary>Postings so far.</summary>
    [Id(2)] public long Postings { get; init; }
    /// <summary>Debits less credits over all accounts; anything but 0 is wrong.</summary>
    [Id(3)] public long Sum { get; init; }
    /// <summary>Metered calls and charged fees, micro-yuan; of it not posted yet; and what the firms' accounts and the purses bear.</summary>
    [Id(4)] public long Metered { get; init; }
    [Id(5)] public long Unposted { get; init; }
    [Id(6)] public long Booked { get; init; }
    [Id(7)] public IReadOnlyList<BookAccount> Accounts { get; init; } = [];
    [Id(8)] public IReadOnlyList<SubsidyProgram> Programs { get; init; } = [];
    [Id(9)] public IReadOnlyList<ClosedMonth> Months { get; init; } = [];
}

/// <summary>An account of the book.</summary>
[GenerateSerializer, Immutable, Alias("billing.account")]
public sealed record BookAccount
{
    [Id(0)] public required string Account { get; init; }
    [Id(1)] public required string Side { get; init; }
    /// <summary>On its own side, micro-yuan.</summary>
    [Id(2)] public required long Balance { get; init; }
    /// <summary>Held and neither posted nor given up.</summary>
    [Id(3)] public long Held { get; init; }
}

/// <summary>A month whose invoices were asked for.</summary>
[GenerateSerializer, Immutable, Alias("billing.month")]
public sealed record ClosedMonth
{
    [Id(0)] public required string Month { get; init; }
    /// <summary><c>closing</c> or <c>closed</c>.</summary>
    [Id(1)] public required string State { get; init; }
    [Id(2)] public long Invoices { get; init; }
    [Id(3)] public long Fen { get; init; }
    [Id(4)] public DateTimeOffset At { get; init; }
}
