using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Domain.Billing;
using Marketplace.Domain.Invocations;

namespace Marketplace.Storage;

/// <summary>The small JSON inside fact rows.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(Meter))]
[JsonSerializable(typeof(SubsidyProgram))]
internal sealed partial class FactJson : JsonSerializerContext
{
    public static byte[] Bytes(IReadOnlyList<string> words) => JsonSerializer.SerializeToUtf8Bytes([.. words], Default.StringArray);

    public static byte[] Bytes(IReadOnlyDictionary<string, string> facts) =>
        JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>(facts), Default.DictionaryStringString);

    public static string[] Words(byte[] bytes) => JsonSerializer.Deserialize(bytes, Default.StringArray) ?? [];

    public static Dictionary<string, string> Facts(byte[] bytes) => JsonSerializer.Deserialize(bytes, Default.DictionaryStringString) ?? [];
}
