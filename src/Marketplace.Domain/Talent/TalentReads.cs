using Marketplace.Domain.Resources;
using static Marketplace.Domain.Talent.TalentCollections;

namespace Marketplace.Domain.Talent;

/// <summary>What a decision of shared work must know.</summary>
internal static class TalentReads
{
    /// <summary>The reads of a command, as far as they can be told.</summary>
    public static IReadOnlyList<ResourceRead> Of(ResourceCommand command, ResourceFacts facts) => (command.On.Collection, command.Name) switch
    {
        (Requests, "nominate") => Lending(command.Read(TalentJson.Default.NominateInput).Worker, [new ResourceRead.Set(Shifts, Worker(command.Read(TalentJson.Default.NominateInput).Worker), Loose: true)]),
        (Requests, "accept") => Taking(command, facts.Of(command)!.As<LoanRequest>()),
        (Agreements, "end" or "returnEarly" or "bill" or "settle") => [new ResourceRead.Set(Shifts, TalentMarks.Agreement(command.On.Id))],
        (Shifts, "offer") => [new ResourceRead.Row(new ResourceName(Agreements, command.Read(TalentJson.Default.OfferInput).Agreement))],
        (Shifts, "report") => Report(command, facts),
        (Shifts, "miss") => [Agreement(command, facts)],
        (Shifts, "checkIn") => [Agreement(command, facts), Certs(facts.Of(command)!.As<Shift>().Worker)],
        (Shifts, "accept") => [Agreement(command, facts), Certs(facts.Of(command)!.As<Shift>().Worker), .. Hours(facts.Of(command)!.As<Shift>(), facts)],
        (Shifts, "approve" or "resolve") => Hours(facts.Of(command)!.As<Shift>(), facts),
        (Gigs, "bid") => [Certs(command.Read(TalentJson.Default.BidInput).Worker)],
        (Gigs, "award") => [.. facts.Of(command)!.As<ExpertGig>().Bids.Where(one => one.Number == command.Read(TalentJson.Default.AwardInput).Bid).Select(static one => Certs(one.Worker))],
        _ => [],
    };

    private static IReadOnlyList<ResourceRead> Taking(ResourceCommand command, LoanRequest request)
    {
        var number = command.Read(TalentJson.Default.CandidateInput).Candidate;
        return request.Candidates.FirstOrDefault(one => one.Number == number) is { } candidate ? Lending(candidate.Worker, []) : [];
    }

    private static IReadOnlyList<ResourceRead> Report(ResourceCommand command, ResourceFacts facts)
    {
        var input = command.Read(TalentJson.Default.ReportInput);
        return Ask.At(input.Start) is not { } start || Ask.At(input.End) is not { } end || end <= start || end - start > TimeSpan.FromDays(2) ? []
            : [Certs(input.Worker), .. Months(input.Worker, start, end, facts)];
    }

    private static IReadOnlyList<ResourceRead> Lending(string worker, IReadOnlyList<ResourceRead> more) => [Certs(worker), new ResourceRead.Set(Agreements, Worker(worker)), .. more];

    private static ResourceRead.Set Certs(string worker) => new(Certificates, Worker(worker));

    private static ResourceRead.Row Agreement(ResourceCommand command, ResourceFacts facts) => new(new ResourceName(Agreements, facts.Of(command)!.As<Shift>().Agreement));

    private static IReadOnlyList<ResourceRead> Hours(Shift shift, ResourceFacts facts) => Months(shift.Worker, shift.Start, shift.End, facts);

    private static IReadOnlyList<ResourceRead> Months(string worker, DateTimeOffset start, DateTimeOffset end, ResourceFacts facts) =>
        [.. HoursRules.Months(start, end, facts.Policy).Select(month => new ResourceRead.Set(Shifts, TalentMarks.Month(worker, month)))];

    private static string Worker(string worker) => TalentMarks.Worker(worker);
}
