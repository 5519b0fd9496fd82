using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.Contracts.Logistics;
using Marketplace.Contracts.Resources;
using Marketplace.Domain;
using Marketplace.Domain.Logistics;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Solving;
using Marketplace.Grains.Jobs;
using Marketplace.Grains.Resources;
using Marketplace.Grains.Solving;
using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Marketplace.Storage.Resources;
using Orleans;

namespace Marketplace.Grains.Logistics;

/// <summary>Gathers what is open, without a fence, because it only proposes: insertion first, so that there is an answer, then the solver for a
/// better one. A proposal goes through the same door as a firm's command and is decided again on fresh rows.</summary>
internal sealed class FreightBoardGrain(ResourceShelves shelves, SolverProcess solver, Database database) : Grain, IFreightBoardGrain
{
    private const double Box = 3; // seconds of the solver for a city and a day
    private const int WorthSolving = 3; // consignments; two go together in one way

    public async Task<Answer<int>> Propose(Caller caller)
    {
        var (_, brain, _) = Keys.Parse(this.GetPrimaryKeyString());
        if (!caller.Is(Roles.System) && caller.Brain != brain) return Refusal.Of(Codes.NotFound, ("what", "board"));
        if (!caller.Is(Roles.System) && !caller.Is(Roles.Owner) && !caller.Is(Roles.Chain) && !caller.Is(Roles.Carrier)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.Owner));
        var (shelf, now) = (new ResourceShelf(brain, LogisticsService.Service), database.Time.GetUtcNow());
        var policy = await shelves.Policy(shelf, now);
        if (policy.Mode == ResourcePolicy.Off) return 0;
        var (offers, goods) = (await Open(shelf, "offers"), await Open(shelf, "consignments"));
        var made = 0;
        foreach (var city in offers.GroupBy(BoardRules.Mark, StringComparer.Ordinal))
        {
            Resource[] there = [.. city];
            Resource[] wanted = [.. BoardRules.Near(there, goods, policy, now).Take(BoardRules.Most)];
            if (wanted.Length < 2) continue;
            foreach (var group in await Plan(there, wanted, policy, now)) made += await Write(brain, group) ? 1 : 0;
        }
        return made;
    }

    public async Task<Answer<BoardRound>> Rounds(Caller caller)
    {
        var (_, brain, _) = Keys.Parse(this.GetPrimaryKeyString());
        if (!caller.Is(Roles.System) && caller.Brain != brain) return Refusal.Of(Codes.NotFound, ("what", "board"));
        var ahead = await DueFacts.Ahead(database, Messages.BoardKind);
        var last = ahead is null ? null : RoundBook.Read(ahead.Payload).Last.TryGetValue(brain, out var one) ? one : ((DateTimeOffset At, int Made)?)null;
        return new BoardRound { LastAt = last?.At, Made = last?.Made ?? 0, NextAt = ahead?.Due ?? RoundBook.Next(database.Time.GetUtcNow()) };
    }

    public async Task<Answer<string>> Track(Caller caller, string consignment)
    {
        var (_, brain, _) = Keys.Parse(this.GetPrimaryKeyString());
        var (shelf, nothing) = (new ResourceShelf(brain, LogisticsService.Service), Refusal.Of(Codes.NotFound, ("what", "consignments")));
        if (caller.Brain != brain || caller.Tenant.Length == 0 || !ResourceName.IsId(consignment)) return nothing;
        if (await ResourceReads.Get(database, shelf, new ResourceName("consignments", consignment)) is not { } row || !row.Parties.Any(one => one.Tenant == caller.Tenant)) return nothing;
        var told = await ResourceReads.Marked(database, shelf, "events", EpcisRules.Mark(consignment));
        return EpcisRules.Document(told.Select(one => ResourceShelves.Thing(shelves.Service(shelf.Service), one).As<TrackedEvent>()), database.Time.GetUtcNow()).ToJsonString();
    }

    private async Task<IReadOnlyList<BoardGroup>> Plan(Resource[] offers, Resource[] goods, ResourcePolicy policy, DateTimeOffset now)
    {
        var first = BoardRules.AtOnce(offers, goods, policy, now);
        Resource[] free = [.. BoardRules.Free(offers)];
        if (goods.Length < WorthSolving || free.Length == 0) return first;
        var answer = await solver.Solve(new SolverRequest { Seconds = Box, Seed = 1, Routing = BoardRules.Problem(free, goods, policy) });
        if (answer?.Routing is not { } plan) return first;
        var better = BoardRules.Groups(plan, free, goods, policy, now);
        return better.Sum(static one => one.Planned.SavingFen) > first.Sum(static one => one.Planned.SavingFen) ? better : first;
    }

    /// <summary>True when it was not proposed before: the same offer and goods in the same versions are one proposal.</summary>
    private async Task<bool> Write(string brain, BoardGroup group)
    {
        var versions = string.Join(" ", group.Consignments.Append(group.Offer).Select(static one => string.Create(CultureInfo.InvariantCulture, $"{one.Name}@{one.Seq}")).Order(StringComparer.Ordinal));
        var id = ResourceCommand.IdOf(brain, versions, 0);
        if (await ResourceReads.Get(database, new ResourceShelf(brain, LogisticsService.Service), new ResourceName("groupings", id)) is not null) return false;
        var order = new JsonObject
        {
            ["offer"] = group.Offer.Name.Id, ["consignments"] = new JsonArray([.. group.Consignments.Select(static one => (JsonNode)one.Name.Id)]),
            ["stops"] = new JsonArray([.. group.Calls.Select(call => new JsonObject { ["consignment"] = group.Consignments[call.Of].Name.Id, ["delivers"] = call.Delivers })]),
        };
        var done = await GrainFactory.GetGrain<IResourceGrain>(Keys.Resource(brain, LogisticsService.Service, "groupings", id))
            .Do(Caller.System(brain: brain, operation: $"propose:{id}"), new ResourceOrder { Command = "propose", Input = order.ToJsonString() });
        return done.Ok; // a refusal means that something has changed: the next look sees it
    }

    private async Task<IReadOnlyList<Resource>> Open(ResourceShelf shelf, string collection) =>
        [.. (await ResourceReads.Marked(database, shelf, collection, BoardRules.OpenMark)).Select(row => ResourceShelves.Thing(shelves.Service(shelf.Service), row))];
}
