using System.Globalization;
using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Talent;

/// <summary>Tasks for experts: sealed bids that open at a time, milestones paid as they are accepted, an operator who rules in a dispute.</summary>
internal static class GigRules
{
    private const int MostBids = 50;

    /// <summary>What a command on a task comes to.</summary>
    public static Answer<ResourceDecision> Decide(Ask ask)
    {
        if (ask.Command.Name == "post") return Post(ask);
        var gig = ask.Thing.As<ExpertGig>();
        return ask.Command.Name switch
        {
            "bid" => Bid(ask, gig),
            "openBids" => ask.Put(ask.Thing with { Open = false, Body = gig with { Opened = true }, Deadline = new Deadline(ask.Now.AddDays(ask.Policy.Number("awardDays", 7)), "close") }),
            "award" => Award(ask, gig),
            "start" => ask.Turn("IN_PROGRESS", gig),
            "deliver" => gig.Delivered > gig.Accepted || gig.Delivered == gig.Milestones.Count ? Next(gig) : ask.Turn(ask.Thing.State, gig with { Delivered = gig.Delivered + 1 }),
            "acceptMilestone" => AcceptMilestone(ask, gig),
            "dispute" => ask.Turn("ARBITRATION", gig with { Why = ask.Command.Read(TalentJson.Default.WhyInput).Why ?? "" }),
            "rule" => Rule(ask, gig),
            _ => Close(ask, gig),
        };
    }

    /// <summary>Bids by what they offer: 70 points for the lowest price, its share of others' otherwise, and 30 for the needed certificates held.</summary>
    public static int Score(ExpertGig gig, GigBid bid) =>
        (int)(70 * gig.Bids.Min(static one => one.Fen) / bid.Fen) + (gig.Needs.Count == 0 ? 30 : 30 * bid.Held / gig.Needs.Count);

    private static Answer<ResourceDecision> Post(Ask ask)
    {
        var input = ask.Command.Read(TalentJson.Default.GigInput);
        var period = ask.Period(input.BidsUntil, input.DoneBy, "bidsUntil doneBy");
        if (period.Refusal is { } no) return no;
        var (bids, done) = period.Must();
        if (bids <= ask.Now) return Ask.Wrong("bidsUntil", "after now");
        if (input.Milestones.Sum(static one => one.ShareBp) != 10_000) return Ask.Wrong("milestones", "shares of 10000 in all");
        return ask.Make("POSTED", new ExpertGig
        {
            Title = input.Title, Needs = [.. (input.Needs ?? []).Distinct(StringComparer.Ordinal)], Client = ask.Command.Tenant, Milestones = input.Milestones, BidsUntil = bids, DoneBy = done,
        }, [new Party(TalentParties.Client, ask.Command.Tenant)], new Deadline(bids, "close"), open: true);
    }

    private static Answer<ResourceDecision> Bid(Ask ask, ExpertGig gig)
    {
        var (firm, input) = (ask.Command.Tenant, ask.Command.Read(TalentJson.Default.BidInput));
        if (firm == gig.Client) return Refusal.Of(Codes.TalentOwn);
        if (gig.Opened || ask.Now >= gig.BidsUntil) return Refusal.Of(Codes.TalentSealed, ("until", Text(gig.BidsUntil)));
        var certs = ask.Facts.Set(TalentCollections.Certificates, TalentMarks.Worker(input.Worker));
        if (!CertRules.Employs(certs, input.Worker, firm, ask.Now)) return Refusal.Of(Codes.TalentContract);
        var held = gig.Needs.Count(need => CertRules.Lacks([need], certs, ask.Now, gig.DoneBy) is null);
        var before = gig.Bids.FirstOrDefault(one => one.Expert == firm);
        if (before is null && gig.Bids.Count >= MostBids) return Refusal.Of(Codes.TalentCandidate, ("candidate", gig.Bids.Count));
        var bid = new GigBid(before?.Number ?? gig.Bids.Count + 1, firm, input.Worker, input.Fen, held);
        var bidder = new Party(TalentParties.Bidder, firm);
        return ask.Put(ask.Thing with
        {
            State = "BID",
            Body = gig with { Bids = [.. gig.Bids.Where(one => one.Number != bid.Number), bid] },
            Deadline = new Deadline(gig.BidsUntil, "openBids"),
            Parties = ask.Thing.Parties.Contains(bidder) ? ask.Thing.Parties : [.. ask.Thing.Parties, bidder],
        });
    }

    private static Answer<ResourceDecision> Award(Ask ask, ExpertGig gig)
    {
        if (!gig.Opened) return Refusal.Of(Codes.TalentSealed, ("until", Text(gig.BidsUntil)));
        var number = ask.Command.Read(TalentJson.Default.AwardInput).Bid;
        if (gig.Bids.FirstOrDefault(one => one.Number == number) is not { } bid) return Refusal.Of(Codes.TalentCandidate, ("candidate", number));
        var certs = ask.Facts.Set(TalentCollections.Certificates, TalentMarks.Worker(bid.Worker));
        if (CertRules.Lacks(gig.Needs, certs, ask.Now, gig.DoneBy) is { } lacks) return lacks;
        return ask.Put(ask.Thing with
        {
            State = "AWARDED",
            Body = gig with { Chosen = number },
            Deadline = new Deadline(ask.Now.AddDays(ask.Policy.Number("startDays", 7)), "close"),
            Parties = [.. ask.Thing.Parties, new Party(TalentParties.Expert, bid.Expert)],
        }) with
        { Commits = bid.Fen };
    }

    private static Answer<ResourceDecision> AcceptMilestone(Ask ask, ExpertGig gig)
    {
        if (gig.Delivered <= gig.Accepted) return Next(gig);
        var after = gig with { Accepted = gig.Accepted + 1 };
        return ask.Turn("MILESTONE_ACCEPTED", after) with
        {
            Transfer = TalentAccounts.Move(gig.Client, "expert-cost", gig.Won!.Expert, "expert-fee", Due(after) - Due(gig), $"gig {ask.Command.On.Id} {after.Accepted}"),
        };
    }

    /// <summary>What the accepted milestones come to; all of them to the sum of the bid.</summary>
    private static long Due(ExpertGig gig) => (long)((decimal)gig.Won!.Fen * gig.Milestones.Take(gig.Accepted).Sum(static one => one.ShareBp) / 10_000);

    private static Answer<ResourceDecision> Rule(Ask ask, ExpertGig gig)
    {
        var input = ask.Command.Read(TalentJson.Default.RuleInput);
        return ask.Turn(input.GoOn ? "IN_PROGRESS" : "CLOSED", gig with { Why = input.Why ?? "" });
    }

    private static Answer<ResourceDecision> Close(Ask ask, ExpertGig gig)
    {
        if (ask.Thing.State == "MILESTONE_ACCEPTED" && gig.Accepted < gig.Milestones.Count) return Next(gig);
        return ask.Put(ask.Thing with { State = "CLOSED", Open = false, Deadline = null, Body = gig with { Why = ask.IsHost ? "deadline" : gig.Why } });
    }

    private static Refusal Next(ExpertGig gig) => Refusal.Of(Codes.TalentMilestone, ("delivered", gig.Delivered), ("accepted", gig.Accepted), ("all", gig.Milestones.Count));

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mmZ", CultureInfo.InvariantCulture);
}
