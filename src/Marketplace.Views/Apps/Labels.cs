using System.Text.Json;
using System.Text.RegularExpressions;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Records;
using Marketplace.Domain.Texts;

namespace Marketplace.Views.Apps;

/// <summary>The words and figures of one app: its own texts first, the platform's where it has none.</summary>
public sealed partial class Labels(IViewSource source, Words words, Figures figures)
{
    /// <summary>The app's words for a key, or the key.</summary>
    public string this[string key] => key.Length == 0 ? "" : source.Texts.GetValueOrDefault(key, key);

    /// <summary>A column's heading: its own label, else the field's, else what the app calls fields of that name.</summary>
    public string Heading(string label, string field, Entity? entity) =>
        label.Length > 0 ? this[label]
        : entity?.Fields.GetValueOrDefault(Bare(field)) is { } known && source.Texts.TryGetValue(known.Label, out var own) ? own
        : source.Texts.TryGetValue($"field.{Bare(field)}", out var named) ? named
        : words.Has($"view.field.{field}") ? words[$"view.field.{field}"] : field;

    /// <summary>A state or choice in the app's words: <c>state.LOCKED</c>, <c>choice.status.approved</c>; a code of the platform that the app has no words
    /// for in the platform's; else the word itself.</summary>
    public string State(string value) =>
        First(value, $"state.{value}", $"status.{value}", $"reason.{value}", $"choice.{value}", value)
        ?? (words.Has($"state.{value}") ? words[$"state.{value}"] : RefusalTexts.Sentence(words.Culture, value) ?? value);

    /// <summary>A refusal in words: the platform's sentence, the app's, else the code itself, which can still be reported.</summary>
    public string Refusal(Refusal refusal)
    {
        if (RefusalTexts.Sentence(words.Culture, refusal.Code, refusal.Facts) is { } platform) return platform;
        var text = First(refusal.Code, $"refusal.{refusal.Code}", $"reason.{refusal.Code}", refusal.Code) ?? words["view.refused", ("code", refusal.Code)];
        foreach (var (name, fact) in refusal.Facts) text = text.Replace($"{{{name}}}", State(fact), StringComparison.Ordinal);
        return text;
    }

    /// <summary>What a reference is shown as: the field that people know it by, in words where that is a choice.</summary>
    public string Named(Domain.Views.ReferenceTo to, string text) =>
        source.Manifest.Entities.GetValueOrDefault(to.Entity) is { } entity && entity.Fields.TryGetValue(to.Display, out var field) && field.Type == FieldType.Choice ? State(text) : text;

    /// <summary>Why a line of the log was refused: its code in words, with the facts that its input holds; what the log does not keep is left out.</summary>
    public string Refused(string code, JsonElement input)
    {
        if (code.Length == 0) return "";
        var facts = input.ValueKind == JsonValueKind.Object ? input.EnumerateObject().ToDictionary(static p => p.Name, static p => Row.Text(p.Value), StringComparer.Ordinal) : [];
        return Hole().Replace(Refusal(new Refusal(code, facts)), "").TrimEnd(' ', ':', '：');
    }

    /// <summary>The entity that a source's fields belong to, or null.</summary>
    internal Entity? EntityOf(Domain.Views.RowSource rows) => Tabular.EntityOf(rows, source);

    /// <summary>A moment on the firm's clock.</summary>
    public DateTime Local(DateTimeOffset at) => figures.Local(at);

    /// <summary>A cell as a person reads it.</summary>
    public string Cell(JsonElement value, string format)
    {
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return "";
        var text = Row.Text(value);
        return format switch
        {
            "state" => State(text),
            "boolean" => words[value.ValueKind == JsonValueKind.True ? "kit.yes" : "kit.no"],
            "money" when Row.Number(value) is { } micro => figures.Money((long)decimal.Round(micro, 0, MidpointRounding.AwayFromZero)),
            "integer" when value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var whole) => figures.Count(whole),
            "decimal" or "number" when text.Contains('.', StringComparison.Ordinal) => text.TrimEnd('0').TrimEnd('.'),
            "percent" when decimal.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var share) =>
                (share * 100).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture) + "%",
            "duration" when Row.Number(value) is { } ms and < 100_000_000_000_000m and > -100_000_000_000_000m => figures.Duration(TimeSpan.FromMilliseconds((double)ms)),
            "datetime" when DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var at) => figures.When(at),
            "text" when source.People.TryGetValue(text, out var person) => person,
            "date" when DateOnly.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var day) => figures.Day(day),
            _ => text,
        };
    }

    /// <summary>A cell as it stands on paper, where a day has its year.</summary>
    public string OnPaper(JsonElement value, string format) => format switch
    {
        "date" when DateOnly.TryParse(Row.Text(value), System.Globalization.CultureInfo.InvariantCulture, out var day) => figures.FullDay(day.ToDateTime(TimeOnly.MinValue)),
        "datetime" when DateTimeOffset.TryParse(Row.Text(value), System.Globalization.CultureInfo.InvariantCulture, out var at) =>
            $"{figures.FullDay(Local(at))} {Local(at).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture)}",
        _ => Cell(value, format),
    };

    /// <summary>The format of a field where the view names none: by its type.</summary>
    public static string Format(string format, string field, Entity? entity)
    {
        if (format.Length > 0) return format;
        if (field is "createdAt" or "updatedAt" or "at") return "datetime";
        if (field is "outcome") return "state";
        if (entity is null || !entity.Fields.TryGetValue(Bare(field), out var known)) return field is "count" ? "integer" : "text";
        return known.Type switch
        {
            FieldType.Integer => field.StartsWith("avg.", StringComparison.Ordinal) ? "decimal" : "integer",
            FieldType.Decimal => "decimal",
            FieldType.Money => "money",
            FieldType.Boolean => "boolean",
            FieldType.Date => "date",
            FieldType.DateTime => "datetime",
            FieldType.Duration => "duration",
            FieldType.Choice => "state",
            FieldType.Json => "json",
            _ => "text",
        };
    }

    // A group's row has its fields one level down: sum.good is a number of the field good.
    private static string Bare(string field) =>
        field.Split('.', 2) is ["group" or "sum" or "avg" or "min" or "max", var bare] ? bare : field;

    /// <summary>True for figures, which stand to the right.</summary>
    public static bool IsFigure(string format) => format is "number" or "integer" or "decimal" or "money" or "percent" or "duration";

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Hole();

    private string? First(string value, params ReadOnlySpan<string> keys)
    {
        if (value.Length == 0) return "";
        foreach (var key in keys)
            if (source.Texts.TryGetValue(key, out var text)) return text;
        return null;
    }
}
