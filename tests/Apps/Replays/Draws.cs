using System.Text;
using System.Text.Json;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Invocations.Recordings;
using Marketplace.Domain.Metering;
using Marketplace.Domain.Publishing;
using Marketplace.Sandbox.Specs;

namespace Marketplace.Tests.Apps.Replays;

/// <summary>Records what it runs, with a seed of its own for each call.</summary>
internal sealed class Recorder(ICallRunner runner, Package package, Random dice) : ICallRunner
{
    public List<Recording> Made { get; } = [];

    public async Task<Outcome> Run(Script script, Call call, IHostBroker broker, CancellationToken cancel)
    {
        var own = call with { Seed = (ulong)dice.NextInt64() };
        var hearing = new Hearing(broker);
        var outcome = await runner.Run(script, own, hearing, cancel);
        var head = new RecordedHead { Install = "i", Version = package.Manifest.Version, Digest = package.Digest, Epoch = 1 };
        var said = outcome.Verdict == Verdict.Completed ? outcome : outcome with { Effects = [] };
        Made.Add(Recording.Of(own, head, hearing.Answers, said, (null, Tariff.IsBilled(outcome.Verdict) ? Tariff.Price(outcome.Meter) : new Cost())));
        return outcome;
    }
}

/// <summary>Calls of every function of an app, drawn from its specs as they stand and with values changed.</summary>
internal static class Draws
{
    /// <summary>One recording of each function first, then any, <paramref name="most"/> in all. A function that no spec calls is called in an empty
    /// firm with what its schema requires.</summary>
    public static async Task<List<Recording>> Of(Package package, ICallRunner runner, Random dice, int most)
    {
        var recorder = new Recorder(runner, package, dice);
        await SpecRunner.Run(package, recorder, TestContext.Current.CancellationToken);
        foreach (var (name, function) in package.Manifest.Functions.Where(f => recorder.Made.All(one => one.Call.Function != f.Key)))
            await recorder.Run(package.Script, Made(package, name, function), new MemoryFirm(package.Manifest), TestContext.Current.CancellationToken);
        while (recorder.Made.Count < most) await SpecRunner.Run(Changed(package, dice), recorder, TestContext.Current.CancellationToken);
        var shuffled = recorder.Made.ToArray();
        dice.Shuffle(shuffled);
        return [.. shuffled.DistinctBy(static one => one.Call.Function).Concat(shuffled).Distinct().Take(Math.Max(most, package.Manifest.Functions.Count))];
    }

    private static Call Made(Package package, string name, FunctionSpec function) => new()
    {
        Invocation = new string('0', 26), Tenant = "made", App = package.Manifest.Id, Function = name, Handler = function.Handler, Now = DateTimeOffset.UnixEpoch.AddYears(56), Seed = 1,
        User = "someone", Roles = ["owner"], ReadOnly = function.ReadOnly, Budget = Budget.Within(package.Manifest.Runtime),
        Input = JsonSerializer.SerializeToUtf8Bytes(function.Input.ValueKind == JsonValueKind.Object && function.Input.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().ToDictionary(static p => p.Name, static p => Of(p.Value)) : []),
    };

    private static object? Of(JsonElement schema) => schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
        ? type.GetString() switch { "string" => "x", "integer" or "number" => 1, "boolean" => true, "array" => Array.Empty<int>(), _ => null } : null;

    /// <summary>The package with one value of each spec's calls changed: most are then refused, each in its own place.</summary>
    private static Package Changed(Package package, Random dice) => package with
    {
        Entries = package.Entries.ToDictionary(static e => e.Key, e => e.Key.EndsWith(".spec.json", StringComparison.Ordinal) ? Changed(e.Value, dice) : e.Value, StringComparer.Ordinal),
    };

    private static byte[] Changed(byte[] spec, Random dice)
    {
        var text = Encoding.UTF8.GetString(spec);
        var inputs = Inputs(JsonElement.Parse(spec)).Where(static v => v.Length > 2).ToList();
        if (inputs.Count == 0) return spec;
        var chosen = inputs[dice.Next(inputs.Count)];
        var at = text.LastIndexOf(chosen, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(chosen[0] == '"' ? text.Insert(at + 1 + dice.Next(chosen.Length - 1), "7") : text.Insert(at + 1, "1"));
    }

    private static IEnumerable<string> Inputs(JsonElement spec)
    {
        if (spec.ValueKind == JsonValueKind.Array) return spec.EnumerateArray().SelectMany(Inputs);
        IEnumerable<JsonElement> steps = spec.TryGetProperty("steps", out var many) ? many.EnumerateArray() : [spec];
        return steps.Where(static s => s.GetProperty("call").TryGetProperty("input", out _)).SelectMany(static s => Leaves(s.GetProperty("call").GetProperty("input")));
    }

    private static IEnumerable<string> Leaves(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(static m => Leaves(m.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Leaves),
        JsonValueKind.String or JsonValueKind.Number => [value.GetRawText()],
        _ => [],
    };
}
