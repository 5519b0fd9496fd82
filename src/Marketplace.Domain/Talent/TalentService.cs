using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Marketplace.Domain.Resources;
using static Marketplace.Domain.Talent.TalentCollections;

namespace Marketplace.Domain.Talent;

/// <summary>Shared work (共享用工): firms lend each other skilled people at cost, within the hours of the law.</summary>
public sealed class TalentService : IResourceService
{
    /// <summary>The one mode: people are shared, not let for profit.</summary>
    public const string SharedWork = "SHARED_WORK";

    /// <inheritdoc />
    public string Name => "talent";

    /// <inheritdoc />
    public IReadOnlyList<string> Modes => [SharedWork];

    /// <inheritdoc />
    public IReadOnlyList<StateTable> Tables => TalentTables.All;

    /// <inheritdoc />
    public string? Schema(string collection, string command) => TalentSchemas.Of(collection, command);

    /// <inheritdoc />
    public JsonTypeInfo Shape(string collection) => ShapeOf(collection);

    /// <inheritdoc />
    public bool Spends(string collection, string command) => (collection, command) is (Agreements, "settle") or (Gigs, "award");

    /// <inheritdoc />
    public IReadOnlyList<ResourceRead> Reads(ResourceCommand command, ResourceFacts facts) => TalentReads.Of(command, facts);

    /// <inheritdoc />
    public Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        var ask = new Ask(command, facts, now);
        return command.On.Collection switch
        {
            Certificates => CertRules.Decide(ask),
            Requests => RequestRules.Decide(ask),
            Agreements => AgreementRules.Decide(ask),
            Shifts => ShiftRules.Decide(ask),
            Gigs => GigRules.Decide(ask),
            _ => TrainingRules.Decide(ask),
        };
    }

    /// <inheritdoc />
    public JsonObject View(Resource thing, ResourceViewer viewer) => TalentViews.Of(thing, viewer);

    internal static JsonTypeInfo ShapeOf(string collection) => collection switch
    {
        Certificates => TalentJson.Default.SkillCert,
        Requests => TalentJson.Default.LoanRequest,
        Agreements => TalentJson.Default.LoanAgreement,
        Shifts => TalentJson.Default.Shift,
        Gigs => TalentJson.Default.ExpertGig,
        Trainings => TalentJson.Default.Training,
        _ => throw new ArgumentOutOfRangeException(nameof(collection), collection, "no collection of shared work"),
    };
}
