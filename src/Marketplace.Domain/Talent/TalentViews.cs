using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Talent;

/// <summary>What a viewer sees. A person's name is the lender's to tell: another firm sees it from the offer on, and before that skills,
/// distance band and rank. Why somebody declined stays with their own firm. Bids are sealed until they are opened.</summary>
internal static class TalentViews
{
    /// <summary>The body as this viewer sees it.</summary>
    public static JsonObject Of(Resource thing, ResourceViewer viewer) => thing.Body switch
    {
        LoanRequest request => Request(thing, request, viewer),
        Shift shift => Shift(shift, thing, viewer),
        ExpertGig gig => Gig(thing, gig, viewer),
        _ => Json(thing),
    };

    private static JsonObject Request(Resource thing, LoanRequest request, ResourceViewer viewer)
    {
        var body = Json(thing);
        var isBorrower = thing.Is(viewer.Tenant, TalentParties.Borrower) || viewer.Roles.Contains(Roles.Operator);
        JsonArray candidates = [];
        foreach (var (one, node) in request.Candidates.Zip(body["candidates"]!.AsArray()))
        {
            var isOwn = one.Lender == viewer.Tenant;
            if (!isOwn && !isBorrower) continue;
            var shown = (JsonObject)node!.DeepClone();
            if (!isOwn && one.State is not (CandidateState.Offered or CandidateState.Taken))
                foreach (var hidden in (string[])["worker", "name", "lender", "hourFen"]) shown.Remove(hidden);
            candidates.Add((JsonNode)shown);
        }
        body["candidateCount"] = request.Candidates.Count(static one => one.State != CandidateState.Passed);
        body["candidates"] = candidates;
        return body;
    }

    private static JsonObject Shift(Shift shift, Resource thing, ResourceViewer viewer)
    {
        var body = Json(thing);
        body["plannedMinutes"] = shift.Planned;
        if (thing.State == "DECLINED" && !thing.Is(viewer.Tenant, TalentParties.Lender)) body.Remove("why");
        return body;
    }

    private static JsonObject Gig(Resource thing, ExpertGig gig, ResourceViewer viewer)
    {
        var body = Json(thing);
        JsonArray bids = [];
        foreach (var (bid, node) in gig.Bids.Zip(body["bids"]!.AsArray()))
        {
            var isOwn = bid.Expert == viewer.Tenant;
            var isClients = gig.Opened && thing.Is(viewer.Tenant, TalentParties.Client);
            if (!isOwn && !isClients) continue;
            var shown = (JsonObject)node!.DeepClone();
            if (gig.Opened) shown["score"] = GigRules.Score(gig, bid);
            if (!isOwn && bid.Number != gig.Chosen) shown.Remove("worker");
            bids.Add((JsonNode)shown);
        }
        body["bidCount"] = gig.Bids.Count;
        body["bids"] = bids;
        return body;
    }

    private static JsonObject Json(Resource thing) => JsonSerializer.SerializeToNode(thing.Body, TalentService.ShapeOf(thing.Name.Collection))!.AsObject();
}
