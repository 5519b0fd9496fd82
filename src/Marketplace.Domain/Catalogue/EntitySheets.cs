using System.Text.Json;
using Marketplace.Domain.Records;
using Marketplace.Domain.Schemas;

namespace Marketplace.Domain.Catalogue;

/// <summary>Reads <c>entities</c>.</summary>
internal static class EntitySheets
{
    private static readonly FieldType[] Texts = [FieldType.Text, FieldType.LongText];
    private static readonly FieldType[] Ranged =
        [FieldType.Integer, FieldType.Decimal, FieldType.Money, FieldType.Date, FieldType.DateTime, FieldType.Duration];

    public static IReadOnlyDictionary<string, Entity> Read(Sheet top, FindingList findings)
    {
        var map = new Dictionary<string, Entity>(StringComparer.Ordinal);
        foreach (var member in top.Map("entities"))
        {
            ManifestNames.Check(findings, member, "an entity");
            map[member.Name] = One(member, findings);
        }
        return map;
    }

    private static Entity One(Located.Member member, FindingList findings)
    {
        var sheet = new Sheet(findings, member.Value, $"entity \"{member.Name}\"", ManifestKeys.Entity);
        var fields = new Dictionary<string, Field>(StringComparer.Ordinal);
        foreach (var field in sheet.Map("fields", required: true))
        {
            ManifestNames.Check(findings, field, "a field", field: true);
            fields[field.Name] = OneField(field, findings);
        }
        FormulaCheck.Run(sheet, fields, findings);
        var retention = sheet.Text("retention");
        if (retention.Length > 0 && !IsPeriod(retention))
            findings.Red(sheet["retention"]!, "value", $"\"{retention}\" is no period.", "Write a number and d, m or y: \"90d\", \"24m\", \"10y\".");
        return new Entity
        {
            Name = member.Name, Label = sheet.LocaleKey("label"), Fields = fields, Indexes = Indexes(sheet, fields, findings),
            AppendOnly = sheet.Flag("appendOnly"), Retention = retention, Exportable = sheet.Flag("exportable", otherwise: true),
        };
    }

    private static bool IsPeriod(string text) =>
        text.Length is >= 2 and <= 5 && text[^1] is 'd' or 'm' or 'y' && text[..^1].All(char.IsAsciiDigit) && text[0] != '0';

    private static List<IReadOnlyList<string>> Indexes(Sheet sheet, Dictionary<string, Field> fields, FindingList findings)
    {
        var indexes = new List<IReadOnlyList<string>>();
        foreach (var node in sheet.List("indexes"))
        {
            if (node.Kind != JsonValueKind.Array || node.Items.Count == 0 || node.Items.Any(i => i.Kind != JsonValueKind.String))
            {
                findings.Red(node, "type", "An index is a list of field names.", "Write [\"code\"] or [\"variant\", \"status\"].");
                continue;
            }
            foreach (var item in node.Items)
                if (!fields.ContainsKey(item.Text))
                    findings.Red(item, "unknownField", $"The index names \"{item.Text}\", which is no field of this entity.", Remedies.Instead(item.Text, fields.Keys));
            indexes.Add([.. node.Items.Select(i => i.Text)]);
        }
        return indexes;
    }

    private static Field OneField(Located.Member member, FindingList findings)
    {
        var sheet = new Sheet(findings, member.Value, $"field \"{member.Name}\"", ManifestKeys.Field);
        var word = sheet.Word("type", ManifestKeys.FieldTypes, required: true);
        var type = word.Length == 0 ? FieldType.Text : (FieldType)ManifestKeys.FieldTypes.ToList().IndexOf(word);
        var field = new Field
        {
            Name = member.Name, Type = type, Label = sheet["label"] is null ? $"field.{member.Name}" : sheet.LocaleKey("label"),
            Required = sheet.Flag("required"), Unique = sheet.Flag("unique"), Personal = sheet.Flag("personal"),
            Default = sheet["default"]?.Element() ?? default,
            Min = Limit(sheet, "min", type, findings), Max = Limit(sheet, "max", type, findings),
            MaxLength = (int)sheet.Whole("maxLength", 1, 100_000, 0),
            Pattern = sheet["pattern"] is null ? null : sheet.Text("pattern", longest: 4000),
            Enum = sheet.Texts("enum"), Ref = sheet.Text("ref"), Formula = sheet.Text("formula", longest: 1000),
            Class = sheet["class"] is null ? "general" : sheet.Word("class", ManifestKeys.Classes),
            Scale = (int)sheet.Whole("scale", 0, 6, 6),
        };
        if (word.Length > 0) Fit(field, sheet, findings);
        return field;
    }

    private static void Fit(Field field, Sheet sheet, FindingList findings)
    {
        Only(sheet, "enum", field, [FieldType.Choice], findings);
        Only(sheet, "ref", field, [FieldType.Reference], findings);
        Only(sheet, "scale", field, [FieldType.Decimal], findings);
        Only(sheet, "maxLength", field, Texts, findings);
        Only(sheet, "pattern", field, Texts, findings);
        Only(sheet, "min", field, Ranged, findings);
        Only(sheet, "max", field, Ranged, findings);
        if (field.Type == FieldType.Choice && field.Enum.Count == 0)
            findings.Red(sheet.Node, "missingKey", $"The choice \"{field.Name}\" has no \"enum\".", "Add \"enum\": [\"…\"] with the words to choose from.");
        if (field.Type == FieldType.Reference && field.Ref.Length == 0)
            findings.Red(sheet.Node, "missingKey", $"The reference \"{field.Name}\" has no \"ref\".", "Add \"ref\": the entity it points to.");
        if (field.Pattern is { } pattern && Patterns.Read(pattern) is { Ok: false } no)
            findings.Red(sheet["pattern"]!, "pattern", no.Refusal!.Facts["message"], "Use at most 200 characters, without look-around and back references.");
        if (field.Class is "important" or "core")
            findings.Amber(sheet["class"]!, "class", $"\"{field.Name}\" holds {field.Class} industrial data.", "The operator must grant this class; keep it \"general\" where you can.");
        if (field.Default.ValueKind != JsonValueKind.Undefined && FieldDefaults.Fault(field) is { } fault)
            findings.Red(sheet["default"]!, "default", $"The default of \"{field.Name}\" {fault}.", "Write a value of the field's own type.");
    }

    private static void Only(Sheet sheet, string key, Field field, FieldType[] types, FindingList findings)
    {
        if (sheet[key] is not { } value || types.Contains(field.Type)) return;
        var words = string.Join(", ", types.Select(t => t.ToString().ToLowerInvariant()));
        findings.Red(value, "notForType", $"\"{key}\" means nothing for a field of type {field.Type.ToString().ToLowerInvariant()}.",
            $"Remove it; it belongs to {words}.");
    }

    private static string? Limit(Sheet sheet, string key, FieldType type, FindingList findings)
    {
        if (sheet[key] is not { } value) return null;
        if (value.Kind is not (JsonValueKind.Number or JsonValueKind.String))
        {
            findings.Red(value, "type", $"\"{key}\" is neither a number nor a text.", "Write the limit in the field's own form: 10, \"12.50\" or \"2026-01-01\".");
            return null;
        }
        if (Ranged.Contains(type) && !FieldDefaults.IsLimit(type, value.Text))
            findings.Red(value, "range", $"\"{value.Text}\" is no {key} of a {type.ToString().ToLowerInvariant()}.", "Write the limit in the field's own form: 10, \"12.50\" or \"2026-01-01\".");
        return value.Text;
    }
}
