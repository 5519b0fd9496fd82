using Marketplace.Domain.Resources;
using static Marketplace.Domain.Logistics.LogisticsTables;

namespace Marketplace.Domain.Logistics;

/// <summary>A trip as a driver's word about it is looked at: its goods, and how what is decided is put down.</summary>
internal sealed class Road(ResourceCommand command, ResourceFacts facts, Resource thing, Trip trip, DateTimeOffset now)
{
    public ResourceCommand Command => command;

    public ResourceFacts Facts => facts;

    public Resource Thing => thing;

    public Trip Trip => trip;

    public DateTimeOffset Now => now;

    /// <summary>The goods that still belong to this trip.</summary>
    public IReadOnlyList<Resource> Rows { get; } = [.. trip.Consignments.Select(id => facts.Row(Consignments, id)!).Where(row => row.As<Consignment>().Trip == thing.Name.Id)];

    /// <summary>Where the vehicle stands, or null on the road.</summary>
    public Place? Here => trip.At is { } at ? trip.Stops[at].Place : null;

    /// <summary>Goods of the trip, or null.</summary>
    public Resource? Row(string consignment) => Rows.FirstOrDefault(one => one.Name.Id == consignment);

    /// <summary>When something told counts as having happened.</summary>
    public DateTimeOffset Effective(DateTimeOffset at) => trip.Effective is { } last && last > at ? last : at;

    /// <summary>A step that its goods have not come to yet.</summary>
    public Refusal Ahead(string consignment, string? state = null) =>
        Refusal.Of(Codes.LogisticsStep, ("consignment", consignment), ("state", state ?? thing.State), ("step", command.Name));

    /// <summary>A step that was passed already: it is kept and moves nothing.</summary>
    public Answer<ResourceDecision> Late(string step, DateTimeOffset at, IReadOnlyList<Resource> rows) =>
        Put(thing.State, trip, rows.Select(one => ((ResourcePut?)null, EpcisRules.Object(one, step, null, at, null))));

    /// <summary>A step that counts, with what it does to goods and what is recorded of each.</summary>
    public ResourceDecision Move(string state, Trip after, IReadOnlyList<(ResourcePut? Goods, TrackedEvent Seen)> moved) => Put(state, after, moved);

    private ResourceDecision Put(string state, Trip after, IEnumerable<(ResourcePut? Goods, TrackedEvent Seen)> moved)
    {
        var all = moved.ToArray();
        ResourcePut[] goods = [.. all.Select(static one => one.Goods).OfType<ResourcePut>()];
        var seen = all.Select((one, at) => EpcisRules.Put(command, at + 1, facts.Row(Consignments, one.Seen.Consignment)!,
            one.Seen with { Recorded = now, Trip = thing.Name.Id, Plate = trip.Vehicle.Plate, Person = trip.Driver.Person }));
        return new ResourceDecision { Puts = [TripRules.Put(thing, command.Name, state, after), .. goods, .. seen], Events = [.. goods.Select(static one => Freight.Told(one.After, "moved"))] };
    }
}
