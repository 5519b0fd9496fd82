using Marketplace.Api.Egress;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Api.Accounts;
using Marketplace.Api.Billing;
using Marketplace.Api.Catalogue;
using Marketplace.Api.Devices;
using Marketplace.Api.Imports;
using Marketplace.Api.Insight;
using Marketplace.Api.Installs;
using Marketplace.Api.Invocations;
using Marketplace.Api.Jobs;
using Marketplace.Api.Publishing;
using Marketplace.Api.Records;
using Marketplace.Api.Resources;
using Marketplace.Api.Upgrades;
using Marketplace.Contracts.Billing;
using Marketplace.Contracts.Catalogue;
using Marketplace.Contracts.Devices;
using Marketplace.Contracts.Egress;
using Marketplace.Contracts.Files;
using Marketplace.Contracts.Insight;
using Marketplace.Contracts.Installs;
using Marketplace.Contracts.Jobs;
using Marketplace.Contracts.Publishing;
using Marketplace.Contracts.Tenants;
using Marketplace.Domain.Billing;
using Marketplace.Domain.Installs;

namespace Marketplace.Api.Http;

/// <summary>Every JSON shape of the edge, source-generated. Commands are strict: no unknown, duplicate or missing key.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false,
    RespectNullableAnnotations = true, MaxDepth = Limits.JsonDepth, Converters = [typeof(UtcTime)])]
[JsonSerializable(typeof(ShopPage))]
[JsonSerializable(typeof(AppFacts))]
[JsonSerializable(typeof(CollectionPage))]
[JsonSerializable(typeof(ReleaseFacts))]
[JsonSerializable(typeof(ReviewPage))]
[JsonSerializable(typeof(ReviewFacts))]
[JsonSerializable(typeof(VersionFacts))]
[JsonSerializable(typeof(DecisionBody))]
[JsonSerializable(typeof(ReasonBody))]
[JsonSerializable(typeof(ClaimBody))]
[JsonSerializable(typeof(ProveBody))]
[JsonSerializable(typeof(ClaimFacts))]
[JsonSerializable(typeof(InstallBody))]
[JsonSerializable(typeof(InstallReceipt))]
[JsonSerializable(typeof(InstallFacts))]
[JsonSerializable(typeof(InstallPage))]
[JsonSerializable(typeof(CapBody))]
[JsonSerializable(typeof(SettingsBody))]
[JsonSerializable(typeof(ShareBody))]
[JsonSerializable(typeof(SharesBody))]
[JsonSerializable(typeof(ShareStanding))]
[JsonSerializable(typeof(InsightTable))]
[JsonSerializable(typeof(SecretBody))]
[JsonSerializable(typeof(SecretNames))]
[JsonSerializable(typeof(JobList))]
[JsonSerializable(typeof(ResourceListBody))]
[JsonSerializable(typeof(ResourceStepList))]
[JsonSerializable(typeof(LedgerAccountBody))]
[JsonSerializable(typeof(ServiceStates))]
[JsonSerializable(typeof(InvocationLog))]
[JsonSerializable(typeof(FunctionAnswer))]
[JsonSerializable(typeof(ReplayBody))]
[JsonSerializable(typeof(UsageFacts))]
[JsonSerializable(typeof(PeoplePage))]
[JsonSerializable(typeof(PersonLine))]
[JsonSerializable(typeof(OperationEnd))]
[JsonSerializable(typeof(DeviceBody))]
[JsonSerializable(typeof(DeviceCredential))]
[JsonSerializable(typeof(DevicePage))]
[JsonSerializable(typeof(ReadingsBody))]
[JsonSerializable(typeof(ReadingsTaken))]
[JsonSerializable(typeof(ReadingBody))]
[JsonSerializable(typeof(WindowPage))]
[JsonSerializable(typeof(IReadOnlyList<ReadingBody>))]
[JsonSerializable(typeof(RecordPageBody))]
[JsonSerializable(typeof(FilePage))]
[JsonSerializable(typeof(ImportBody))]
[JsonSerializable(typeof(ImportPage))]
[JsonSerializable(typeof(UpgradeBody))]
[JsonSerializable(typeof(RollbackBody))]
[JsonSerializable(typeof(UpgradePage))]
[JsonSerializable(typeof(RehearsalBody))]
[JsonSerializable(typeof(ChannelBody))]
[JsonSerializable(typeof(RolloutBody))]
[JsonSerializable(typeof(RolloutStand))]
[JsonSerializable(typeof(InvoicePage))]
[JsonSerializable(typeof(Invoice))]
[JsonSerializable(typeof(CreditBody))]
[JsonSerializable(typeof(SubsidyBody))]
[JsonSerializable(typeof(SubsidyProgram))]
[JsonSerializable(typeof(CloseBody))]
[JsonSerializable(typeof(BrainBook))]
[JsonSerializable(typeof(StatementPage))]
[JsonSerializable(typeof(PayoutBody))]
[JsonSerializable(typeof(Payout))]
[JsonSerializable(typeof(HookPage))]
[JsonSerializable(typeof(HookMade))]
[JsonSerializable(typeof(HookReceipt))]
[JsonSerializable(typeof(LetterList))]
[JsonSerializable(typeof(Gone))]
[JsonSerializable(typeof(string))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Writes Chinese as Chinese; the answers are JSON, never part of a page.</summary>
    public static readonly JavaScriptEncoder Readable = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>The shapes with <see cref="Readable"/>.</summary>
    public static ApiJson Shapes => Wire.Shapes;

    /// <summary>Apart, so that it is made after the generated part of this class.</summary>
    private static class Wire
    {
        public static readonly ApiJson Shapes = new(new JsonSerializerOptions(Default.Options) { Encoder = Readable });
    }
}
