using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Talent;

/// <summary>Requests for people: firms put their own people forward without a name, offer them by name, and the borrower takes or passes.</summary>
internal static class RequestRules
{
    private const int MostCandidates = 50;

    /// <summary>What a command on a request comes to.</summary>
    public static Answer<ResourceDecision> Decide(Ask ask) => ask.Command.Name switch
    {
        "post" => Post(ask),
        "nominate" => Nominate(ask),
        "close" => ask.Put(ask.Thing with { State = "CLOSED", Open = false, Deadline = null }),
        "expire" => ask.Put(ask.Thing with { State = "EXPIRED", Open = false, Deadline = null }),
        _ => OfOne(ask),
    };

    private static Answer<ResourceDecision> Post(Ask ask)
    {
        var input = ask.Command.Read(TalentJson.Default.PostInput);
        var period = ask.Period(input.From, input.Until, "from until");
        if (period.Refusal is { } no) return no;
        var (from, until) = period.Must();
        if (Ask.At(input.AnswerBy) is not { } answerBy || answerBy <= ask.Now || answerBy > until) return Ask.Wrong("answerBy", "after now, not after until");
        return ask.Make("OPEN", new LoanRequest
        {
            Post = input.Post, Needs = [.. (input.Needs ?? []).Distinct(StringComparer.Ordinal)], People = input.People, From = from, Until = until, Site = input.Site, AnswerBy = answerBy,
        }, [new Party(TalentParties.Borrower, ask.Command.Tenant)], new Deadline(answerBy, "expire"), open: true);
    }

    private static Answer<ResourceDecision> Nominate(Ask ask)
    {
        var (request, input) = (ask.Thing.As<LoanRequest>(), ask.Command.Read(TalentJson.Default.NominateInput));
        if (ask.Thing.Is(ask.Command.Tenant, TalentParties.Borrower)) return Refusal.Of(Codes.TalentOwn);
        var certs = ask.Facts.Set(TalentCollections.Certificates, TalentMarks.Worker(input.Worker));
        if (MayLend(ask, input.Worker, ask.Command.Tenant, certs) is { } no) return no;
        if (CertRules.Lacks(request.Needs, certs, request.From, request.From) is { } lacks) return lacks;
        if (request.Candidates.Count >= MostCandidates || request.Candidates.Any(one => one.Worker == input.Worker && one.State != CandidateState.Passed))
            return Refusal.Of(Codes.TalentCandidate, ("candidate", request.Candidates.Count));
        var metres = TravelRules.Metres(input.Base, request.Site, ask.Policy);
        var candidate = new Candidate
        {
            Number = request.Candidates.Count + 1, State = CandidateState.Nominated, Lender = ask.Command.Tenant, Worker = input.Worker, Name = input.Name, HourFen = input.HourFen,
            Skills = [.. certs.Where(one => CertRules.Holds(one, request.From, request.From)).Select(static one => one.As<SkillCert>().Kind).Where(static kind => kind != SkillCert.Contract).Distinct().Order(StringComparer.Ordinal)],
            Band = DistanceBand.Of(metres), Rank = RankRules.Of(metres, ask.Facts.Set(TalentCollections.Shifts, TalentMarks.Worker(input.Worker), loose: true), ask.Now, ask.Policy),
        };
        var lender = new Party(TalentParties.Lender, ask.Command.Tenant);
        return ask.Put(ask.Thing with
        {
            State = ask.Thing.State == "OPEN" ? "MATCHING" : ask.Thing.State,
            Body = request with { Candidates = [.. request.Candidates, candidate] },
            Parties = ask.Thing.Parties.Contains(lender) ? ask.Thing.Parties : [.. ask.Thing.Parties, lender],
        });
    }

    /// <summary>Why a firm may not lend a person: no labour contract with them, or the person is on loan to this very firm.</summary>
    private static Refusal? MayLend(Ask ask, string worker, string lender, IReadOnlyList<Resource> certs)
    {
        if (ask.Facts.Set(TalentCollections.Agreements, TalentMarks.Worker(worker)).Any(one => AgreementRules.IsLive(one) && one.As<LoanAgreement>().Borrower == lender))
            return Refusal.Of(Codes.TalentRelend);
        return CertRules.Employs(certs, worker, lender, ask.Now) ? null : Refusal.Of(Codes.TalentContract);
    }

    private static Answer<ResourceDecision> OfOne(Ask ask)
    {
        var request = ask.Thing.As<LoanRequest>();
        var number = ask.Command.Read(TalentJson.Default.CandidateInput).Candidate;
        var wanted = ask.Command.Name is "offer" ? CandidateState.Nominated : CandidateState.Offered;
        if (request.Candidates.FirstOrDefault(one => one.Number == number) is not { } candidate) return None(number);
        var isLenders = ask.Command.Name is "offer" or "withdraw";
        if (isLenders && candidate.Lender != ask.Command.Tenant) return None(number);
        if (candidate.State != wanted && !(ask.Command.Name == "withdraw" && candidate.State == CandidateState.Nominated)) return None(number);
        if (ask.Command.Name != "accept")
        {
            var after = Among(request, candidate with { State = ask.Command.Name == "offer" ? CandidateState.Offered : CandidateState.Passed });
            return ask.Put(ask.Thing with { State = after.Candidates.Any(static one => one.State is CandidateState.Offered or CandidateState.Taken) ? "OFFERED" : "MATCHING", Body = after });
        }
        var certs = ask.Facts.Set(TalentCollections.Certificates, TalentMarks.Worker(candidate.Worker));
        if (MayLend(ask, candidate.Worker, candidate.Lender, certs) is { } no) return no;
        return Take(ask, request, candidate);
    }

    private static ResourceDecision Take(Ask ask, LoanRequest request, Candidate candidate)
    {
        var borrower = ask.Thing.Parties.First(static one => one.Word == TalentParties.Borrower).Tenant;
        var name = new ResourceName(TalentCollections.Agreements, ask.Command.NewId(1));
        var taken = Among(request, candidate with { State = CandidateState.Taken, Agreement = name.Id });
        var full = taken.Candidates.Count(static one => one.State == CandidateState.Taken) >= request.People;
        var after = ask.Thing with
        {
            State = full ? "AGREED" : "OFFERED",
            Body = taken,
            Open = !full,
            Deadline = full ? new Deadline(request.Until, "close") : ask.Thing.Deadline,
        };
        var agreement = new Resource
        {
            Name = name, State = "DRAFT", Parties = [new Party(TalentParties.Lender, candidate.Lender), new Party(TalentParties.Borrower, borrower)],
            Marks = [TalentMarks.Worker(candidate.Worker)], Deadline = AgreementRules.Lapse(ask, request.Until),
            Body = new LoanAgreement
            {
                Request = ask.Command.On.Id, Worker = candidate.Worker, Name = candidate.Name, Post = request.Post, Needs = request.Needs, Lender = candidate.Lender,
                Borrower = borrower, From = request.From, Until = request.Until, HourFen = candidate.HourFen,
            },
        };
        return new ResourceDecision
        {
            Puts = [new ResourcePut(after, ask.Command.Name), new ResourcePut(agreement, "draft")],
            Events = [Ask.Tell(after, ask.Command.Name), Ask.Tell(agreement, "draft")],
        };
    }

    private static LoanRequest Among(LoanRequest request, Candidate changed) =>
        request with { Candidates = [.. request.Candidates.Select(one => one.Number == changed.Number ? changed : one)] };

    private static Refusal None(int number) => Refusal.Of(Codes.TalentCandidate, ("candidate", number));
}
