using System.Text.Json.Nodes;
using System.Text.Json;
using System.Text;
using CsCheck;
using Marketplace.Domain.Invocations;
using Marketplace.Sandbox.Crossing;
using Xunit;

namespace Marketplace.Tests.Unit.Sandbox;

public sealed class CrossingTests
{
    private static readonly Script Echo = Runs.Script("export function f({ input }) { return input; }");

    public static TheoryData<string> Accepted => [.. Files("y_")];

    public static TheoryData<string> Malformed => [.. Files("n_")];

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task Echoes_what_json_allows(string file)
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Repository.Shared, "data", "json", file), TestContext.Current.CancellationToken);
        Assert.Null(JsonBounds.Check(bytes));
        var outcome = await Runs.Of(Echo, Runs.Call() with { Input = bytes });
        Assert.Equal(Verdict.Completed, outcome.Verdict);
        Assert.True(Same(JsonElement.Parse(bytes), JsonElement.Parse(outcome.Result)), $"{Encoding.UTF8.GetString(bytes)} became {Encoding.UTF8.GetString(outcome.Result)}");
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Refuses_what_is_no_json(string file)
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Repository.Shared, "data", "json", file), TestContext.Current.CancellationToken);
        Assert.NotNull(JsonBounds.Check(bytes));
        Assert.Equal(Verdict.Refused, (await Runs.Of(Echo, Runs.Call() with { Input = bytes })).Verdict);
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""", """{"a":2}""")]
    [InlineData("""{"__proto__":{"x":1},"constructor":2,"toString":3,"hasOwnProperty":4}""", """{"__proto__":{"x":1},"constructor":2,"toString":3,"hasOwnProperty":4}""")]
    [InlineData("\"\\u0000\\ud800x\"", "\"\\u0000\\ud800x\"")]
    [InlineData("""{"then":1,"toJSON":2}""", """{"then":1,"toJSON":2}""")]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("1e-320", "1e-320")]
    [InlineData("null", "null")]
    public async Task Keeps_odd_values(string sent, string back)
    {
        var outcome = await Runs.Of(Echo, Runs.Call(sent));
        Assert.Equal(back, Encoding.UTF8.GetString(outcome.Result));
    }

    [Fact]
    public async Task Bounds_depth_nodes_and_bytes_on_the_way_in()
    {
        foreach (var input in (string[])[
            new string('[', 65) + new string(']', 65),
            "[" + string.Join(',', Enumerable.Repeat("1", 100_001)) + "]",
            "\"" + new string('x', 1_048_576) + "\""])
            Assert.Equal(Verdict.Refused, (await Runs.Of(Echo, Runs.Call(input))).Verdict);
        Assert.Equal(Verdict.Completed, (await Runs.Of(Echo, Runs.Call(new string('[', 64) + new string(']', 64)))).Verdict);
    }

    [Fact]
    public Task Echoes_generated_values() =>
        Gen.Recursive<JsonNode?>((depth, inner) => depth > 4 ? Leaf : Gen.OneOf(Leaf,
                inner.Array[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(i => i?.DeepClone())])),
                Gen.Select(Gen.String[0, 6], inner).Array[0, 4].Select(Object)))
            .SampleAsync(async node =>
            {
                var text = node?.ToJsonString() ?? "null";
                var outcome = await Runs.Of(Echo, Runs.Call(text));
                return Same(JsonElement.Parse(text), JsonElement.Parse(outcome.Result));
            }, iter: Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 20_000 : 2_000);

    private static Gen<JsonNode?> Leaf => Gen.OneOf(
        Gen.Const((JsonNode?)null), Gen.Bool.Select(b => (JsonNode?)b), Gen.Double[-1e12, 1e12].Select(d => (JsonNode?)d),
        Gen.Int.Select(i => (JsonNode?)i), Gen.String.Select(s => (JsonNode?)Whole(s)));

    private static JsonNode? Object((string Key, JsonNode? Value)[] members)
    {
        var made = new JsonObject();
        foreach (var (key, value) in members) made[Whole(key)] = value?.DeepClone();
        return made;
    }

    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static IEnumerable<string> Files(string prefix) =>
        Directory.GetFiles(Path.Combine(Repository.Shared, "data", "json"), prefix + "*").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal);

    /// <summary>Equality of JSON values: numbers as doubles, of duplicate keys the last, strings by their characters.</summary>
    private static bool Same(JsonElement a, JsonElement b)
    {
        if (a.ValueKind != b.ValueKind) return false;
        if (a.ValueKind == JsonValueKind.Number) return a.GetDouble() == b.GetDouble();
        if (a.ValueKind == JsonValueKind.Array)
            return a.GetArrayLength() == b.GetArrayLength() && a.EnumerateArray().Zip(b.EnumerateArray()).All(p => Same(p.First, p.Second));
        if (a.ValueKind != JsonValueKind.Object) return JsonElement.DeepEquals(a, b);
        var names = a.EnumerateObject().Select(m => m.Name).Distinct().ToList();
        return names.Count == b.EnumerateObject().Count() && names.All(n => b.TryGetProperty(n, out var other) && Same(a.GetProperty(n), other));
    }
}
