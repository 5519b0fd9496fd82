using System.Globalization;
using System.Text.Json;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;

namespace Marketplace.Domain.Insight;

/// <summary>What may leave a firm: a declared dataset, under a grant that says for which purpose, and of a record only the declared fields.</summary>
public static class ShareRules
{
    /// <summary>Longest text of a shared field, in characters.</summary>
    public const int LongestText = 60;

    private const string Purposed = ":purpose=";

    private const decimal Most = 1_000_000_000_000_000m;

    /// <summary>The scope that sharing a dataset needs, without its purpose.</summary>
    public static string Scope(string dataset) => $"share:{dataset}";

    /// <summary>The purpose for which grants let a dataset leave, empty for a grant that names none; null when nothing was granted.</summary>
    public static string? Purpose(IEnumerable<string> grants, string dataset)
    {
        var scope = Scope(dataset);
        foreach (var grant in grants)
        {
            if (grant == scope) return "";
            if (grant.StartsWith(scope + Purposed, StringComparison.Ordinal)) return grant[(scope.Length + Purposed.Length)..];
        }
        return null;
    }

    /// <summary>Why a record may not leave, or null: <c>effect.invalid</c>, <c>grant.missing</c>.</summary>
    public static Refusal? Check(Manifest manifest, IReadOnlyList<string> grants, Effect.Share share, int ordinal)
    {
        if (manifest.Shares.FirstOrDefault(one => one.Dataset == share.Dataset) is not { } declared) return Bad($"dataset {share.Dataset} is not in shares");
        if (Purpose(grants, share.Dataset) is null) return Refusal.Of(Codes.GrantMissing, ("scope", Scope(share.Dataset)));
        return Misfit(declared, share.Record) is { } rule ? Bad(rule) : null;

        Refusal Bad(string rule) => Refusal.Of(Codes.EffectInvalid, ("effect", ordinal), ("dataset", share.Dataset), ("rule", rule));
    }

    /// <summary>The month of a record that fits, or empty when its dataset has none.</summary>
    public static string MonthOf(string record)
    {
        using var json = JsonDocument.Parse(record);
        return json.RootElement.TryGetProperty(Indicator.Month, out var month) && month.ValueKind == JsonValueKind.String ? month.GetString()! : "";
    }

    /// <summary>The part and the whole of a record that fits an indicator.</summary>
    public static (decimal Part, decimal Whole) Amounts(Indicator indicator, byte[] record)
    {
        using var json = JsonDocument.Parse(record);
        return (Amount(json.RootElement, indicator.Part) ?? 0, Amount(json.RootElement, indicator.Whole) ?? 0);
    }

    private static string? Misfit(ShareSpec declared, string record)
    {
        using var json = JsonDocument.Parse(record);
        if (json.RootElement.ValueKind != JsonValueKind.Object) return "a record is an object";
        foreach (var member in json.RootElement.EnumerateObject())
        {
            if (!declared.Fields.Contains(member.Name, StringComparer.Ordinal)) return $"{member.Name} is not among the fields";
            if (member.Value.ValueKind is not (JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                && !(member.Value.ValueKind == JsonValueKind.String && member.Value.GetString()!.Length <= LongestText))
                return $"{member.Name} is a number, true, false or a text of at most {LongestText} characters";
        }
        if ((declared.Level == Indicator.Month || Indicator.Of(declared.Dataset) is not null) && !IsMonth(MonthOf(record))) return $"{Indicator.Month} is YYYY-MM";
        if (Indicator.Of(declared.Dataset) is not { } indicator) return null;
        foreach (var name in new[] { indicator.Part, indicator.Whole })
            if (Amount(json.RootElement, name) is not (>= 0 and <= Most)) return $"{name} is a number from 0";
        return null;
    }

    private static decimal? Amount(JsonElement record, string name) => !record.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number ? value.TryGetDecimal(out var number) ? number : null
        : value.ValueKind == JsonValueKind.String && decimal.TryParse(value.GetString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var text) ? text : null;

    private static bool IsMonth(string text) => text.Length == 7 && DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
