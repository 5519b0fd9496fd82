using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Marketplace.Domain;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Talent;

namespace Marketplace.Tests.Unit.Talent;

/// <summary>Ways to get shared work wrong.</summary>
public enum TalentFault
{
    /// <summary>Hours are summed for each employer by itself.</summary>
    HoursByEmployer,

    /// <summary>A certificate is looked at for being there, not for its dates.</summary>
    CertificateWithoutDates,

    /// <summary>Other shifts of the same days are overlooked.</summary>
    TwoPlaces,

    /// <summary>Five percent for the lender.</summary>
    Margin,

    /// <summary>Any insurance check does.</summary>
    OldCover,

    /// <summary>The firm says yes for the person.</summary>
    ConsentByAnybody,

    /// <summary>Whoever has a person may lend them.</summary>
    LendsOn,

    /// <summary>Half an hour more when it is paid.</summary>
    PaysMore,

    /// <summary>Everybody on the board reads everything.</summary>
    Tells,

    /// <summary>Who declines ranks lower.</summary>
    PunishesDeclining,
}

/// <summary>The rules with one fault.</summary>
internal sealed class WrongTalent(TalentFault fault) : IResourceService
{
    private readonly TalentService right = new();

    public string Name => right.Name;

    public IReadOnlyList<string> Modes => right.Modes;

    public IReadOnlyList<StateTable> Tables => right.Tables;

    public string? Schema(string collection, string command) => right.Schema(collection, command);

    public JsonTypeInfo Shape(string collection) => right.Shape(collection);

    public IReadOnlyList<ResourceRead> Reads(ResourceCommand command, ResourceFacts facts) => right.Reads(command, facts);

    public Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        var decided = right.Decide(fault == TalentFault.ConsentByAnybody && command.Name == "consent" ? command with { Actor = facts.Of(command)!.As<LoanAgreement>().Worker } : command, See(command, facts), now);
        if (decided.Refusal is not null) return decided;
        var decision = decided.Must();
        var after = decision.Puts[0].After;
        return (fault, command.Name) switch
        {
            (TalentFault.Margin, "settle") when decision.Transfer is { } transfer =>
                decision with { Transfer = transfer with { Lines = [.. transfer.Lines.Select(static one => one with { Minor = one.Minor * 105 / 100 })] } },
            (TalentFault.PaysMore, "pay") => decision with
            {
                Puts = [new ResourcePut(after with { Body = after.As<Shift>() with { Approved = after.As<Shift>().Approved! with { Minutes = after.As<Shift>().Approved!.Minutes + 30 } } }, "pay")],
            },
            (TalentFault.PunishesDeclining, "nominate") => decision with { Puts = [new ResourcePut(after with { Body = Lower(after.As<LoanRequest>(), facts) }, "nominate")] },
            _ => decision,
        };
    }

    public JsonObject View(Resource thing, ResourceViewer viewer) => fault == TalentFault.Tells
        ? JsonSerializer.SerializeToNode(thing.Body, right.Shape(thing.Name.Collection))!.AsObject() : right.View(thing, viewer);

    private static LoanRequest Lower(LoanRequest request, ResourceFacts facts)
    {
        var added = request.Candidates[^1];
        var declined = facts.Set("shifts", $"worker:{added.Worker}", loose: true).Count(static one => one.State == "DECLINED");
        return request with { Candidates = [.. request.Candidates.SkipLast(1), added with { Rank = added.Rank with { Points = added.Rank.Points - 50 * declined } }] };
    }

    private ResourceFacts See(ResourceCommand command, ResourceFacts facts)
    {
        var seen = new ResourceFacts { Policy = fault == TalentFault.OldCover ? facts.Policy with { Limits = Lenient(facts.Policy.Limits) } : facts.Policy };
        foreach (var read in facts.Reads)
        {
            IReadOnlyList<Resource> rows = read switch
            {
                ResourceRead.Row row => facts.Row(row.Name) is { } one ? [one] : [],
                ResourceRead.Set set => facts.Set(set.Collection, set.Mark, set.Loose),
                _ => [],
            };
            seen.Add(read, read is ResourceRead.Set ? [.. rows.Select(one => As(one, command, facts)).Where(one => Counts(one, command, facts))] : rows);
        }
        return seen;
    }

    private static JsonElement Lenient(JsonElement limits)
    {
        var lenient = JsonNode.Parse(limits.GetRawText())!.AsObject();
        lenient["coverDays"] = 3650;
        return JsonElement.Parse(lenient.ToJsonString());
    }

    private Resource As(Resource one, ResourceCommand command, ResourceFacts facts) => (fault, one.Body) switch
    {
        (TalentFault.CertificateWithoutDates, SkillCert cert) => one with { Body = cert with { Until = cert.Until.AddYears(9) } },
        (TalentFault.LendsOn, SkillCert cert) => one with { Body = cert with { Employer = Lending(command, facts) } },
        _ => one,
    };

    /// <summary>Who lends by this command: who asks, or whose offer is accepted.</summary>
    private static string Lending(ResourceCommand command, ResourceFacts facts) =>
        command.Name == "accept" && facts.Of(command)?.Body is LoanRequest request && command.Input.TryGetProperty("candidate", out var place) && place.GetInt32() is var number && number >= 1 && number <= request.Candidates.Count
            ? request.Candidates[number - 1].Lender : command.Tenant;

    private bool Counts(Resource one, ResourceCommand command, ResourceFacts facts) => (fault, one.Body) switch
    {
        (TalentFault.LendsOn, LoanAgreement) => false,
        (TalentFault.HoursByEmployer, Shift shift) => facts.Of(command)?.Body is not Shift own || own.Borrower == shift.Borrower,
        (TalentFault.TwoPlaces, Shift shift) => facts.Of(command)?.Body is not Shift own || (own.Start - shift.Start).Duration() > TimeSpan.FromDays(1),
        _ => true,
    };
}
