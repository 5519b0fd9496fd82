using System.Text.Json.Serialization;

namespace Marketplace.Domain.Talent;

internal sealed record CertInput(string Worker, string Name, string Kind, string Number, string From, string Until, string? Evidence);

internal sealed record WhyInput(string? Why);

internal sealed record PostInput(string Post, IReadOnlyList<string>? Needs, int People, string From, string Until, SitePoint Site, string AnswerBy);

internal sealed record NominateInput(string Worker, string Name, long HourFen, SitePoint Base);

internal sealed record CandidateInput(int Candidate);

internal sealed record CoverInput(string Insurer, string Policy, string On);

internal sealed record BillInput(IReadOnlyList<EvidencedCost>? Costs);

internal sealed record OpenInput(string Post, IReadOnlyList<string>? Needs, string Start, string End, int BreakMinutes, SitePoint Site);

internal sealed record ReportInput(string Worker, string Name, string Start, string End, int BreakMinutes, SitePoint Site);

internal sealed record OfferInput(string Agreement);

internal sealed record MinutesInput(int Minutes, string? Why);

internal sealed record GigInput(string Title, IReadOnlyList<string>? Needs, IReadOnlyList<Milestone> Milestones, string BidsUntil, string DoneBy);

internal sealed record BidInput(string Worker, long Fen);

internal sealed record AwardInput(int Bid);

internal sealed record RuleInput(bool GoOn, string? Why);

internal sealed record EnrolInput(string Worker, string Name, string Course, string Kind, string Provider, string Begins, string Ends, int ValidMonths);

internal sealed record AssessInput(int Score);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(CertInput))]
[JsonSerializable(typeof(WhyInput))]
[JsonSerializable(typeof(PostInput))]
[JsonSerializable(typeof(NominateInput))]
[JsonSerializable(typeof(CandidateInput))]
[JsonSerializable(typeof(CoverInput))]
[JsonSerializable(typeof(BillInput))]
[JsonSerializable(typeof(OpenInput))]
[JsonSerializable(typeof(ReportInput))]
[JsonSerializable(typeof(OfferInput))]
[JsonSerializable(typeof(MinutesInput))]
[JsonSerializable(typeof(GigInput))]
[JsonSerializable(typeof(BidInput))]
[JsonSerializable(typeof(AwardInput))]
[JsonSerializable(typeof(RuleInput))]
[JsonSerializable(typeof(EnrolInput))]
[JsonSerializable(typeof(AssessInput))]
[JsonSerializable(typeof(SkillCert))]
[JsonSerializable(typeof(LoanRequest))]
[JsonSerializable(typeof(LoanAgreement))]
[JsonSerializable(typeof(Shift))]
[JsonSerializable(typeof(ExpertGig))]
[JsonSerializable(typeof(Training))]
internal sealed partial class TalentJson : JsonSerializerContext;
