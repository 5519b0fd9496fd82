using System.Globalization;
using System.Text.Json;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Records;

namespace Marketplace.Domain.Publishing.Checks;

/// <summary>Which changes of entities leave stored records, or people who read them, behind.</summary>
internal static class EntityChange
{
    public static IReadOnlyList<string> Breaks(Manifest before, Manifest after)
    {
        var reasons = new List<string>();
        foreach (var (name, entity) in before.Entities)
        {
            if (!after.Entities.TryGetValue(name, out var now)) reasons.Add($"the entity {name} is gone");
            else reasons.AddRange(Fields(entity, now));
        }
        return reasons;
    }

    private static IEnumerable<string> Fields(Entity before, Entity after)
    {
        if (after.AppendOnly && !before.AppendOnly) yield return $"{before.Name} became append-only";
        if (before.Exportable && !after.Exportable) yield return $"{before.Name} can no longer be exported";
        foreach (var field in before.Fields.Values)
        {
            if (!after.Fields.TryGetValue(field.Name, out var now)) yield return $"{before.Name}.{field.Name} is gone";
            else if (Narrower(field, now) is { } why) yield return $"{before.Name}.{field.Name} {why}";
        }
        foreach (var field in after.Fields.Values)
            if (!before.Fields.ContainsKey(field.Name) && field.Required && field.Default.ValueKind == JsonValueKind.Undefined)
                yield return $"{before.Name}.{field.Name} is new and required";
    }

    private static string? Narrower(Field before, Field after)
    {
        if (before.Type != after.Type) return "changed its type";
        if (before.Ref != after.Ref) return "points elsewhere";
        if (after.Required && !before.Required) return "became required";
        if (after.Unique && !before.Unique) return "became unique";
        if (before.Enum.Except(after.Enum).Any()) return "lost a choice";
        if (after.Pattern != before.Pattern && after.Pattern is not null) return "changed its pattern";
        if (after.MaxLength != 0 && (before.MaxLength == 0 || after.MaxLength < before.MaxLength)) return "became shorter";
        if (after.Scale < before.Scale) return "has fewer digits";
        if (Tighter(before.Min, after.Min, up: true) || Tighter(before.Max, after.Max, up: false)) return "has narrower limits";
        return null;
    }

    // Dates order as texts; everything else with limits is a number.
    private static bool Tighter(string? before, string? after, bool up)
    {
        if (after is null || before == after) return false;
        if (before is null) return true;
        var order = decimal.TryParse(before, NumberStyles.Number, CultureInfo.InvariantCulture, out var b)
            && decimal.TryParse(after, NumberStyles.Number, CultureInfo.InvariantCulture, out var a)
            ? a.CompareTo(b) : string.CompareOrdinal(after, before);
        return up ? order > 0 : order < 0;
    }
}
