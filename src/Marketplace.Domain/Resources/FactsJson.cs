using System.Text.Json.Serialization;

namespace Marketplace.Domain.Resources;

[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class FactsJson : JsonSerializerContext;
