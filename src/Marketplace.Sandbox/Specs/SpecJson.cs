using System.Text.Json.Serialization;

namespace Marketplace.Sandbox.Specs;

[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(long))]
internal sealed partial class SpecJson : JsonSerializerContext;
