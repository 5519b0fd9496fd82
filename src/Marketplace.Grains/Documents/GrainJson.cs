using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Contracts.Brains;
using Marketplace.Contracts.Catalogue;
using Marketplace.Contracts.Installs;
using Marketplace.Contracts.Invocations;
using Marketplace.Contracts.Jobs;
using Marketplace.Contracts.Publishing;
using Marketplace.Contracts.Resources;
using Marketplace.Contracts.Tenants;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Imports;
using Marketplace.Domain.Installs;
using Marketplace.Grains.Brains;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Insight;
using Marketplace.Grains.Jobs;
using Marketplace.Grains.Publishing;
using Marketplace.Grains.Resources;
using Marketplace.Grains.Tenants;

namespace Marketplace.Grains.Documents;

/// <summary>Every shape that grains store: documents, replies, projection rows, messages. Source-generated, so that nothing of a
/// CLR name is ever in a row.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BrainState))]
[JsonSerializable(typeof(TenantState))]
[JsonSerializable(typeof(PublisherState))]
[JsonSerializable(typeof(ReleaseState))]
[JsonSerializable(typeof(ListingState))]
[JsonSerializable(typeof(CollectionState))]
[JsonSerializable(typeof(BrainFacts))]
[JsonSerializable(typeof(TenantFacts))]
[JsonSerializable(typeof(AppFacts))]
[JsonSerializable(typeof(ReviewRow))]
[JsonSerializable(typeof(VersionFacts))]
[JsonSerializable(typeof(CollectionFacts))]
[JsonSerializable(typeof(InstallOrder))]
[JsonSerializable(typeof(InstallReceipt))]
[JsonSerializable(typeof(InstallFacts))]
[JsonSerializable(typeof(SettingsFacts))]
[JsonSerializable(typeof(ImportReport))]
[JsonSerializable(typeof(InvokeReceipt))]
[JsonSerializable(typeof(PendingCall))]
[JsonSerializable(typeof(PendingCommand))]
[JsonSerializable(typeof(PendingEvent))]
[JsonSerializable(typeof(PendingTick))]
[JsonSerializable(typeof(HookReceipt))]
[JsonSerializable(typeof(ResourceView))]
[JsonSerializable(typeof(PendingAct))]
[JsonSerializable(typeof(PublishedMonth))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class GrainJson : JsonSerializerContext
{
    /// <summary>UTF-8 bytes of a projection's body.</summary>
    public static byte[] Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, typeof(T), Default);

    /// <summary>The value of such bytes; an empty or unknown body is a broken row.</summary>
    public static T Read<T>(byte[] body) where T : class =>
        JsonSerializer.Deserialize(body, typeof(T), Default) as T ?? throw new InvalidDataException($"A stored {typeof(T).Name} is empty.");
}
