using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Finance;

/// <summary>供应链金融: the loop from call-off to statement, receivables, vouchers, financings and credit lines. It informs and keeps evidence: it never
/// holds money and never promises payment.</summary>
public sealed class FinanceService : IResourceService
{
    /// <summary>Its only mode.</summary>
    public const string Information = "INFORMATION";

    /// <inheritdoc/>
    public string Name => "finance";

    /// <inheritdoc/>
    public IReadOnlyList<string> Modes { get; } = [Information];

    /// <inheritdoc/>
    public IReadOnlyList<StateTable> Tables => FinanceTables.All;

    /// <inheritdoc/>
    public string? Schema(string collection, string command) => FinanceSchemas.Of(collection, command);

    /// <inheritdoc/>
    public bool Spends(string collection, string command) => (collection, command) is (FinanceCollections.Vouchers, "issue") or (FinanceCollections.Financings, "accept");

    /// <inheritdoc/>
    public JsonTypeInfo Shape(string collection) => collection switch
    {
        FinanceCollections.CallOffs => FinanceJson.Default.CallOff,
        FinanceCollections.Deliveries => FinanceJson.Default.Delivery,
        FinanceCollections.Statements => FinanceJson.Default.Statement,
        FinanceCollections.Receivables => FinanceJson.Default.Receivable,
        FinanceCollections.Vouchers => FinanceJson.Default.Voucher,
        FinanceCollections.Lots => FinanceJson.Default.Lot,
        FinanceCollections.Financings => FinanceJson.Default.Financing,
        FinanceCollections.Lines => FinanceJson.Default.CreditLine,
        _ => throw new ArgumentOutOfRangeException(nameof(collection), collection, "No collection of finance."),
    };

    /// <inheritdoc/>
    public IReadOnlyList<ResourceRead> Reads(ResourceCommand command, ResourceFacts facts) => command.On.Collection switch
    {
        FinanceCollections.Deliveries => DeliveryRules.Reads(command, facts),
        FinanceCollections.Statements => StatementRules.Reads(command, facts),
        FinanceCollections.Receivables => ReceivableRules.Reads(command, facts),
        FinanceCollections.Vouchers => VoucherRules.Reads(command, facts),
        FinanceCollections.Lots => LotRules.Reads(command, facts),
        FinanceCollections.Financings => FinancingRules.Reads(command, facts),
        FinanceCollections.Lines => LineRules.Reads(command, facts),
        _ => [],
    };

    /// <inheritdoc/>
    public Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now) => command.On.Collection switch
    {
        FinanceCollections.CallOffs => CallOffRules.Decide(command, facts, now),
        FinanceCollections.Deliveries => DeliveryRules.Decide(command, facts, now),
        FinanceCollections.Statements => StatementRules.Decide(command, facts, now),
        FinanceCollections.Receivables => ReceivableRules.Decide(command, facts, now),
        FinanceCollections.Vouchers => VoucherRules.Decide(command, facts, now),
        FinanceCollections.Lots => LotRules.Decide(command, facts, now),
        FinanceCollections.Financings => FinancingRules.Decide(command, facts, now),
        FinanceCollections.Lines => LineRules.Decide(command, facts, now),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <inheritdoc/>
    public JsonObject View(Resource thing, ResourceViewer viewer)
    {
        var body = thing.Body is Financing financing ? FinancingView.For(financing, viewer.Tenant) : thing.Body;
        var view = JsonSerializer.SerializeToNode(body, Shape(thing.Name.Collection))!.AsObject();
        if (Sum(thing.Body) is { } sum) view[sum.Name] = sum.Fen;
        if (body is Financing { Quotes.Count: > 0 } quoted && viewer.Tenant == quoted.Seller) view["cheapest"] = QuoteRules.Ranked(quoted.Quotes)[0].Funder;
        return view;
    }

    private static (string Name, long Fen)? Sum(object body) => body switch
    {
        CallOff one => ("openFen", one.OpenFen),
        Delivery one => ("acceptedFen", one.AcceptedFen),
        Statement one => ("totalFen", one.TotalFen),
        Lot one => ("fen", one.Fen),
        CreditLine one => ("leftFen", one.LeftFen),
        _ => null,
    };
}
