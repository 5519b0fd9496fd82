using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Logistics;

/// <summary>共享物流: firms offer room on vehicles and post goods, share a vehicle, put goods out to tender, follow them, and settle. In the mode
/// <c>BROKER</c> the brain brings them together; in <c>NETWORK_CARRIER</c> it contracts as carrier and reports each waybill.</summary>
public sealed class LogisticsService : IResourceService
{
    /// <summary>The service's name.</summary>
    public const string Service = "logistics";

    /// <inheritdoc />
    public string Name => Service;

    /// <inheritdoc />
    public IReadOnlyList<string> Modes { get; } = ["BROKER", ReportRules.NetworkCarrier];

    /// <inheritdoc />
    public IReadOnlyList<StateTable> Tables { get; } =
    [
        LogisticsTables.OfferTable, LogisticsTables.ConsignmentTable, LogisticsTables.TenderTable, LogisticsTables.TripTable, LogisticsTables.SettlementTable, LogisticsTables.GroupingTable,
        LogisticsTables.EventTable, LogisticsTables.ReportTable,
    ];

    /// <inheritdoc />
    public string? Schema(string collection, string command) => LogisticsSchemas.Of(collection, command)?.Schema;

    /// <inheritdoc />
    public bool Spends(string collection, string command) => (collection, command) is (LogisticsTables.Offers, "reserve") or (LogisticsTables.Tenders, "award") or (LogisticsTables.Groupings, "accept");

    /// <inheritdoc/>
    public JsonTypeInfo Shape(string collection) => collection switch
    {
        LogisticsTables.Offers => LogisticsJson.Default.CapacityOffer,
        LogisticsTables.Consignments => LogisticsJson.Default.Consignment,
        LogisticsTables.Tenders => LogisticsJson.Default.Tender,
        LogisticsTables.Trips => LogisticsJson.Default.Trip,
        LogisticsTables.Settlements => LogisticsJson.Default.Settlement,
        LogisticsTables.Groupings => LogisticsJson.Default.Grouping,
        LogisticsTables.Events => LogisticsJson.Default.TrackedEvent,
        LogisticsTables.Reports => LogisticsJson.Default.Report,
        _ => throw new ArgumentOutOfRangeException(nameof(collection), collection, "No collection of freight."),
    };

    /// <inheritdoc />
    public IReadOnlyList<ResourceRead> Reads(ResourceCommand command, ResourceFacts facts)
    {
        if (Unreadable(command) is not null) return [];
        var needs = new Needs(facts);
        switch (command.On.Collection)
        {
            case LogisticsTables.Offers: OfferRules.Reads(command, facts, needs); break;
            case LogisticsTables.Consignments: ConsignmentRules.Reads(command, facts, needs); break;
            case LogisticsTables.Tenders: TenderRules.Reads(command, facts, needs); break;
            case LogisticsTables.Trips: TripRules.Reads(command, facts, needs); break;
            case LogisticsTables.Settlements: SettlementRules.Reads(command, facts, needs); break;
            case LogisticsTables.Groupings: GroupingRules.Reads(command, facts, needs); break;
            case LogisticsTables.Reports: ReportRules.Reads(command, facts, needs); break;
        }
        return needs.All;
    }

    /// <inheritdoc />
    public Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now) => Unreadable(command) is { } no ? no : command.On.Collection switch
    {
        LogisticsTables.Offers => OfferRules.Decide(command, facts, now),
        LogisticsTables.Consignments => ConsignmentRules.Decide(command, facts, now),
        LogisticsTables.Tenders => TenderRules.Decide(command, facts, now),
        LogisticsTables.Trips => TripRules.Decide(command, facts, now),
        LogisticsTables.Settlements => SettlementRules.Decide(command, facts, now),
        LogisticsTables.Groupings => GroupingRules.Decide(command, facts, now),
        LogisticsTables.Reports => ReportRules.Decide(command, facts, now),
        _ => Refusal.Of(Codes.RoleMissing, ("role", "trips")), // events come with what they tell of
    };

    /// <inheritdoc />
    public JsonObject View(Resource thing, ResourceViewer viewer) => LogisticsViews.View(this, thing, viewer);

    /// <summary>A day or time that the schema's pattern lets through and no calendar knows.</summary>
    private static Refusal? Unreadable(ResourceCommand command)
    {
        if (LogisticsSchemas.Of(command.On.Collection, command.Name) is not { } verb) return null;
        try
        {
            command.Input.Deserialize(verb.Type);
            return null;
        }
        catch (JsonException wrong)
        {
            return Freight.Wrong((wrong.Path ?? "$")[1..].Replace('.', '/').Replace('[', '/').Replace("]", "", StringComparison.Ordinal), "a day or time");
        }
    }
}
