using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Marketplace.Domain.Records;

/// <summary>What may become of a record. Pure: the store asks here before it writes, and so do specs and <c>mkt dev</c>.</summary>
public static class RecordRules
{
    /// <summary>The longest canonical body.</summary>
    public const int LargestBody = 262_144;

    private static readonly ConditionalWeakTable<Field, Regex> Patterns = [];

    /// <summary>Whether somebody may write a record by hand. A write by hand goes past the app's functions and the roles that they ask for,
    /// so it is the owner's alone: else a worker could approve a recipe by changing its status.</summary>
    public static Answer<Done> ByHand(Caller caller) =>
        caller.Is(Roles.Owner) || caller.Is(Roles.System) ? Done.It : Refusal.Of(Codes.RoleMissing, ("roles", Roles.Owner));

    /// <summary>A new record of version 1, or what is wrong with its body (facts <c>pointer</c> and <c>rule</c>).</summary>
    public static Answer<RecordRow> Insert(Entity entity, string id, JsonElement body, string actor, DateTimeOffset now)
    {
        if (Fit(entity, body) is { } wrong) return wrong;
        var (bytes, refusal) = Whole(entity, body, default, isNew: true);
        if (refusal is not null) return refusal;
        var at = Milliseconds(now);
        return new RecordRow { Entity = entity.Name, Id = id, Version = 1, CreatedAt = at, CreatedBy = actor, UpdatedAt = at, Body = bytes };
    }

    /// <summary>The record after a patch. A member that is null removes the field; version 0 accepts whatever stands.</summary>
    public static Answer<RecordRow> Update(Entity entity, RecordRow row, JsonElement patch, long version, DateTimeOffset now)
    {
        if (entity.AppendOnly) return AppendOnly(entity, row.Id);
        if (version != 0 && version != row.Version) return Stale(entity, row, version);
        if (Fit(entity, patch) is { } wrong) return wrong;
        var (bytes, refusal) = Whole(entity, patch, JsonElement.Parse(row.Body), isNew: false);
        return refusal is not null ? refusal : row with { Version = row.Version + 1, UpdatedAt = Milliseconds(now), Body = bytes };
    }

    /// <summary>Whether the record may go.</summary>
    public static Answer<Done> Delete(Entity entity, RecordRow row, long version)
    {
        if (entity.AppendOnly) return AppendOnly(entity, row.Id);
        return version != 0 && version != row.Version ? Stale(entity, row, version) : Done.It;
    }

    /// <summary>The refusal for a record that is not there.</summary>
    public static Refusal Missing(string entity, string id) => Refusal.Of(Codes.NotFound, ("entity", entity), ("id", id));

    private static Refusal AppendOnly(Entity entity, string id) =>
        Refusal.Of(Codes.ConflictAppendOnly, ("entity", entity.Name), ("id", id));

    private static Refusal Stale(Entity entity, RecordRow row, long version) =>
        Refusal.Of(Codes.ConflictVersion, ("entity", entity.Name), ("id", row.Id), ("version", row.Version), ("given", version));

    private static Refusal Wrong(Entity entity, string pointer, string rule, string? limit = null) => limit is null
        ? Refusal.Of(Codes.InputInvalid, ("pointer", pointer), ("rule", rule), ("entity", entity.Name))
        : Refusal.Of(Codes.InputInvalid, ("pointer", pointer), ("rule", rule), ("limit", limit), ("entity", entity.Name));

    /// <summary>The shape of a body or patch: an object of declared fields, each at most once, none of them computed.</summary>
    private static Refusal? Fit(Entity entity, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object) return Wrong(entity, "", "type");
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var member in body.EnumerateObject())
        {
            if (!JsonText.TryName(member, out var name) || !entity.Fields.TryGetValue(name, out var field))
                return Wrong(entity, JsonText.Pointer(name), "unknown");
            if (!seen.Add(name)) return Wrong(entity, JsonText.Pointer(name), "duplicate");
            if (field.Formula.Length > 0) return Wrong(entity, JsonText.Pointer(name), "formula");
        }
        return null;
    }

    /// <summary>The canonical body: the given and the kept fields, then what formulas make of them.</summary>
    private static (byte[] Body, Refusal? Refusal) Whole(Entity entity, JsonElement given, JsonElement stored, bool isNew)
    {
        var (bytes, refusal) = Compose(entity, field => Chosen(field, given, stored, isNew));
        if (refusal is null && Formulas.Has(entity))
        {
            var (values, failed) = Formulas.Of(entity, JsonElement.Parse(bytes));
            if (failed is not null) return (bytes, Wrong(entity, JsonText.Pointer(failed.Name), "formula"));
            (bytes, refusal) = Compose(entity, field =>
                field.Formula.Length > 0 ? new Value(values.GetValueOrDefault(field.Name), true) : Chosen(field, given, stored, isNew));
        }
        if (refusal is null && bytes.Length > LargestBody)
            refusal = Wrong(entity, "", "size", LargestBody.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return (bytes, refusal);
    }

    private static (byte[] Body, Refusal? Refusal) Compose(Entity entity, Func<Field, Value> choose)
    {
        Refusal? refusal = null;
        var bytes = JsonText.Bytes((entity, choose), (writer, all) =>
        {
            writer.WriteStartObject();
            foreach (var field in all.entity.Fields.Values)
            {
                var (value, isChecked) = all.choose(field);
                if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
                {
                    if (field.Required && isChecked && field.Formula.Length == 0) refusal ??= Wrong(all.entity, JsonText.Pointer(field.Name), "required");
                    continue;
                }
                var rule = Check(all.entity, field, value, isChecked, out var cell, out var limit);
                if (rule.Length > 0) refusal ??= Wrong(all.entity, JsonText.Pointer(field.Name), rule, limit);
                if (refusal is not null) break;
                writer.WritePropertyName(field.Name);
                Forms.Write(writer, field, value, cell);
            }
            writer.WriteEndObject();
        });
        return (bytes, refusal);
    }

    /// <summary>A field's value and whether the limits are asked of it: a field that became required, or narrower, after a record was
    /// stored is asked when somebody touches it, not before.</summary>
    private readonly record struct Value(JsonElement Element, bool IsChecked);

    private static Value Chosen(Field field, JsonElement given, JsonElement stored, bool isNew)
    {
        if (field.Formula.Length > 0) return default;
        if (given.TryGetProperty(field.Name, out var value)) return new Value(value, true);
        if (isNew) return new Value(field.Default, true);
        return new Value(stored.TryGetProperty(field.Name, out value) ? value : default, false);
    }

    private static string Check(Entity entity, Field field, JsonElement value, bool isChecked, out Cell cell, out string? limit)
    {
        limit = null;
        var rule = Forms.Read(field, value, out cell);
        if (rule.Length > 0 || !isChecked) return rule;
        if (Forms.Bound(field, field.Min, out var bound) && cell.CompareTo(bound) < 0) return Broken("min", field.Min, out limit);
        if (Forms.Bound(field, field.Max, out bound) && cell.CompareTo(bound) > 0) return Broken("max", field.Max, out limit);
        if (cell.Text is not { } text) return "";
        if (field.Type == FieldType.Choice) return field.Enum.Contains(text, StringComparer.Ordinal) ? "" : "choice";
        var longest = Longest(entity, field);
        if (text.Length > longest && text.EnumerateRunes().Count() > longest)
            return Broken("maxLength", longest.ToString(System.Globalization.CultureInfo.InvariantCulture), out limit);
        if (field.Type == FieldType.Reference && text.Length == 0) return "form";
        if (field.Pattern is { } pattern && !Compiled(field).IsMatch(text)) return Broken("pattern", pattern, out limit);
        return "";
    }

    private static string Broken(string rule, string? limit, out string? said)
    {
        said = limit;
        return rule;
    }

    private static int Longest(Entity entity, Field field)
    {
        var natural = field.Type == FieldType.LongText ? Forms.LongTextLength : Forms.TextLength;
        var longest = field.MaxLength > 0 ? field.MaxLength : natural;
        return entity.IsIndexed(field.Name) ? Math.Min(longest, Forms.IndexedLength) : longest;
    }

    private static Regex Compiled(Field field) => Patterns.GetValue(field, static f =>
        new Regex(f.Pattern!, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture));

    private static DateTimeOffset Milliseconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
