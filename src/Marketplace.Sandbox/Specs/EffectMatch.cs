using System.Text.Json;
using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Specs;

/// <summary>Whether an effect is the one a spec describes.</summary>
internal static class EffectMatch
{
    /// <summary>What differs, or null.</summary>
    public static string? Difference(JsonElement expected, Effect actual)
    {
        var said = Said(actual);
        foreach (var member in expected.EnumerateObject())
        {
            if (!said.TryGetValue(member.Name, out var value)) return $"it is no '{member.Name}': {Line(actual)}";
            if (JsonMatch.Difference(member.Value, value, "/" + member.Name) is { } inner) return inner;
        }
        return null;
    }

    /// <summary>An effect in one line.</summary>
    public static string Line(Effect effect) => string.Join(", ", Said(effect).Select(m => $"{m.Key} {m.Value.GetRawText()}"));

    private static Dictionary<string, JsonElement> Said(Effect effect) => effect switch
    {
        Effect.Insert e => new() { ["insert"] = Text(e.Entity), ["id"] = Text(e.Id), ["body"] = Json(e.Body) },
        Effect.Update e => new() { ["update"] = Text(e.Entity), ["id"] = Text(e.Id), ["patch"] = Json(e.Patch), ["version"] = Number(e.Version) },
        Effect.Delete e => new() { ["delete"] = Text(e.Entity), ["id"] = Text(e.Id), ["version"] = Number(e.Version) },
        Effect.Emit e => new() { ["emit"] = Text(e.Type), ["data"] = Json(e.Data) },
        Effect.DeviceSend e => new() { ["device"] = Text(e.Device), ["command"] = Text(e.Command), ["payload"] = Json(e.Payload) },
        Effect.JobStart e => new() { ["job"] = Text(e.Function), ["input"] = Json(e.Input), ["delayMs"] = Number(e.DelayMs) },
        Effect.Progress e => new() { ["progress"] = Number(e.Done), ["total"] = Number(e.Total), ["note"] = Text(e.Note) },
        Effect.Act e => new() { ["act"] = Text(e.Command), ["service"] = Text(e.Service), ["collection"] = Text(e.Collection), ["on"] = Text(e.On), ["input"] = Json(e.Input) },
        Effect.AppCall e => new() { ["call"] = Text($"{e.App}.{e.Function}"), ["input"] = Json(e.Input) },
        Effect.Share e => new() { ["share"] = Text(e.Dataset), ["record"] = Json(e.Record) },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static JsonElement Json(string text) => JsonElement.Parse(text);

    private static JsonElement Text(string text) => JsonSerializer.SerializeToElement(text, SpecJson.Default.String);

    private static JsonElement Number(long number) => JsonSerializer.SerializeToElement(number, SpecJson.Default.Int64);
}
