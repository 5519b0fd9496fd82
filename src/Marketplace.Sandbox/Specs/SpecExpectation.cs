using System.Text.Json;
using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Specs;

/// <summary>Holds an outcome against what a spec expects.</summary>
internal static class SpecExpectation
{
    private static readonly string[] Words = ["result", "refused", "effects", "effectsInclude", "bill"];

    public static IEnumerable<string> Failures(JsonElement expect, Outcome outcome)
    {
        foreach (var member in expect.EnumerateObject().Where(m => !Words.Contains(m.Name)))
            yield return $"expect/{member.Name}: no such word; there are {string.Join(", ", Words)}";
        if (Ending(expect, outcome) is { } ending) yield return ending;
        if (expect.TryGetProperty("effects", out var effects))
            foreach (var failure in Effects(effects, outcome.Effects)) yield return failure;
        if (expect.TryGetProperty("effectsInclude", out var some))
            foreach (var wanted in some.EnumerateArray().Where(w => outcome.Effects.All(e => EffectMatch.Difference(w, e) is not null)))
                yield return $"effectsInclude: none is {wanted.GetRawText()}";
        if (expect.TryGetProperty("bill", out var bill))
            foreach (var failure in Bill(bill, outcome.Meter)) yield return failure;
    }

    private static string? Ending(JsonElement expect, Outcome outcome)
    {
        if (expect.TryGetProperty("refused", out var refused)) return Refused(refused, outcome);
        if (outcome.Verdict != Verdict.Completed) return $"result: the call ended as {outcome.Verdict}: {Say(outcome)}";
        return expect.TryGetProperty("result", out var result) && JsonMatch.Difference(result, JsonElement.Parse(outcome.Result)) is { } difference
            ? $"result{difference}"
            : null;
    }

    private static string? Refused(JsonElement expected, Outcome outcome)
    {
        var code = expected.GetProperty("code").GetString();
        if (outcome.Refusal is not { } refusal) return $"refused: expected {code}, but the call completed";
        if (refusal.Code != code) return $"refused: expected {code}, found {Say(outcome)}";
        if (!expected.TryGetProperty("facts", out var facts)) return null;
        foreach (var fact in facts.EnumerateObject())
        {
            var wanted = fact.Value.ValueKind == JsonValueKind.String ? fact.Value.GetString() : fact.Value.GetRawText();
            var found = refusal.Facts.GetValueOrDefault(fact.Name);
            if (found != wanted) return $"refused/facts/{fact.Name}: expected {wanted}, found {found ?? "none"}";
        }
        return null;
    }

    private static IEnumerable<string> Effects(JsonElement expected, IReadOnlyList<Effect> actual)
    {
        var wanted = expected.EnumerateArray().ToList();
        for (var i = 0; i < Math.Min(wanted.Count, actual.Count); i++)
            if (EffectMatch.Difference(wanted[i], actual[i]) is { } difference) yield return $"effects/{i}: {difference}";
        for (var i = wanted.Count; i < actual.Count; i++) yield return $"effects/{i}: not expected: {EffectMatch.Line(actual[i])}";
        for (var i = actual.Count; i < wanted.Count; i++) yield return $"effects/{i}: missing: {wanted[i].GetRawText()}";
    }

    private static IEnumerable<string> Bill(JsonElement bill, Meter meter)
    {
        foreach (var ceiling in bill.EnumerateObject())
        {
            long? used = ceiling.Name switch
            {
                "statementsAtMost" => meter.Statements,
                "readsAtMost" => meter.Reads,
                "rowsAtMost" => meter.Rows,
                "effectsAtMost" => meter.Effects,
                "priceAtMost" => Domain.Metering.Tariff.Price(meter).Platform,
                _ => null,
            };
            if (used is null) yield return $"bill/{ceiling.Name}: no such ceiling";
            else if (used > ceiling.Value.GetInt64()) yield return $"bill/{ceiling.Name}: {used} over {ceiling.Value.GetInt64()}";
        }
    }

    private static string Say(Outcome outcome) => outcome.Refusal is not { } refusal
        ? outcome.Verdict.ToString()
        : $"{refusal.Code} {string.Join(", ", refusal.Facts.Select(f => $"{f.Key}={f.Value}"))}";
}
