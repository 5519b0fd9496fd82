using System.Text.Json;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Expressions;
using Marketplace.Domain.Records;
using Marketplace.Domain.Schemas;
using Marketplace.Domain.Views;

namespace Marketplace.Domain.Publishing.Checks;

/// <summary>The names in one view against the manifest.</summary>
internal sealed partial class ViewNames(Manifest manifest, FindingList findings, Func<string, string> kindOf)
{
    private static readonly string[] RecordFields = ["id", "version", "createdAt", "createdBy", "updatedAt"];
    private static readonly string[] CallFields =
        ["at", "actor", "actorName", "outcome", "code", "input", "result", "cost", "invocation", "function"];

    public void Check(View view, Located root)
    {
        var rows = Rows(view, root);
        switch (view)
        {
            case View.Table:
                foreach (var column in Items(root, "columns")) Column(column, rows);
                foreach (var filter in Items(root, "filters")) Field(filter, rows, false);
                foreach (var rule in Items(root, "rowColor")) Condition(rule["when"], rows);
                Opens(root["detail"]);
                Opens(root["create"]);
                break;
            case View.Detail:
                foreach (var field in Items(root, "fields")) Column(field, rows);
                foreach (var related in Items(root, "related")) Opens(related["view"]);
                foreach (var print in Items(root, "prints")) Opens(print, "print");
                break;
            case View.Form:
                Function(root["function"]);
                var names = root["function"] is { } called ? InputsOf(called.Text) : rows?.Except(RecordFields).ToList();
                foreach (var field in Items(root, "fields")) Asked(field, field["field"], names);
                break;
            case View.Scan:
                Scan(root);
                break;
            case View.Board: Board(root, rows); break;
            case View.Chart: Chart(root, rows); break;
            case View.Dashboard: Dashboard(root); break;
            case View.Print: Print(root); break;
        }
        foreach (var param in Items(root, "params"))
            if (Entity(param["entity"]) is { } chosen) Field(param["display"], FieldsOf(chosen), false);
        foreach (var action in Items(root, "actions").Concat(Items(root, "next"))) Action(action, root["next"] is null ? rows : null);
    }

    private void Scan(Located root)
    {
        Function(root["function"]);
        if (root["place"] is { } place)
        {
            var fields = Entity(place["entity"]) is { } entity ? FieldsOf(entity) : null;
            Field(place["value"], fields, false);
            Field(place["label"], fields, false);
        }
        Field(root["scanInput"], InputsOf(root["function"]?.Text ?? ""), true);
        if (root["follow"] is { } follow)
        {
            var fields = Entity(follow["entity"]) is { } entity ? FieldsOf(entity) : null;
            Field(follow["state"], fields, false);
            Field(follow["reason"], fields, false);
        }
        Function(root["history"]?["invocations"]);
    }

    /// <summary>The first names that a row of the view has, or null when only the run can tell.</summary>
    private List<string>? Rows(View view, Located root)
    {
        if (view is View.Detail or View.Form) return Entity(root["entity"]) is { } own ? FieldsOf(own) : null;
        return SourceRows(root["source"]);
    }

    private List<string>? SourceRows(Located? source)
    {
        if (source is null) return null;
        Function(source["function"]);
        if (source["invocations"] is { } log)
        {
            Function(log);
            return [.. CallFields];
        }
        if (Entity(source["entity"]) is not { } entity) return null;
        var fields = FieldsOf(entity);
        foreach (var member in source["where"]?.Members ?? [])
            if (member.Name is not ("and" or "or" or "not")) Sorted(member.Value, entity, fields, member.Name);
        if (source["groupBy"] is not null || source["count"] is not null || GroupParts.Any(part => source[part] is not null)) return Groups(source, entity);
        foreach (var order in Items(source, "orderBy")) Sorted(order, entity, fields);
        return fields;
    }

    private void Sorted(Located at, Entity entity, List<string> fields, string? name = null)
    {
        var field = name ?? at.Text.TrimStart('-');
        if (!fields.Contains(field)) findings.Red(at, "unknownField", $"\"{field}\" is no field here.", Remedies.Instead(field, fields));
        else if (entity.Fields.ContainsKey(field) && !entity.IsIndexed(field))
            findings.Amber(at, "needsIndex", $"\"{field}\" of {entity.Name} has no index; above 5,000 records this view is refused.",
                $"Add [\"{field}\"] to \"indexes\" of {entity.Name} in app.json.");
    }

    private void Column(Located column, List<string>? rows)
    {
        Field(column.Kind == JsonValueKind.String ? column : column["field"], rows, false);
        if (column["reference"] is { } reference && Entity(reference["entity"]) is { } target) Field(reference["display"], FieldsOf(target), false);
    }

    /// <summary>A field that a person fills in, perhaps with a record.</summary>
    private void Asked(Located field, Located? name, List<string>? known)
    {
        Field(name, known, true);
        if (field["reference"] is { } reference && Entity(reference["entity"]) is { } target) Field(reference["display"], FieldsOf(target), false);
    }

    private void Action(Located action, List<string>? rows)
    {
        Function(action["function"]);
        Condition(action["when"], rows);
        var roles = Domain.Roles.All.Concat(manifest.Roles).ToList();
        foreach (var role in Items(action, "roles"))
            if (!roles.Contains(role.Text)) findings.Red(role, "unknownRole", $"\"{role.Text}\" is no role.", Remedies.Instead(role.Text, roles));
        var inputs = InputsOf(action["function"]?.Text ?? "");
        foreach (var field in Items(action, "fields")) Asked(field, field["name"], inputs);
        foreach (var member in action["input"]?.Members ?? [])
            if (inputs is not null && !inputs.Contains(member.Name))
                findings.Red(member.Line, member.Value.Pointer, "unknownField", $"\"{member.Name}\" is no input of {action["function"]!.Text}.", Remedies.Instead(member.Name, inputs));
    }

    private void Condition(Located? at, List<string>? rows)
    {
        if (at is null) return;
        var parsed = Expression.Parse(at.Text);
        if (!parsed.Ok)
        {
            findings.Red(at, "expression", $"At character {parsed.Refusal!.Facts["at"]}: {parsed.Refusal.Facts["message"]}", "Correct it; the language is described in sdk/schema/expression.md.");
            return;
        }
        foreach (var field in parsed.Must().Fields)
            if (rows is not null && !IsKnown(field, rows)) findings.Red(at, "unknownField", $"\"{field}\" is no field here.", Remedies.Instead(field, rows));
    }

    private void Field(Located? at, List<string>? known, bool whole)
    {
        if (at is not { Text.Length: > 0 } || known is null) return;
        var name = whole || known.Exists(static k => k.Contains('.')) ? at.Text : at.Text.Split('.')[0];
        if (!(whole ? known.Contains(name) : IsKnown(at.Text, known))) findings.Red(at, "unknownField", $"\"{name}\" is no field here.", Remedies.Instead(name, known));
    }

    private Entity? Entity(Located? at)
    {
        if (at is not { Text.Length: > 0 }) return null;
        if (manifest.Entities.TryGetValue(at.Text, out var entity)) return entity;
        findings.Red(at, "unknownEntity", $"\"{at.Text}\" is no entity of this app.", Remedies.Instead(at.Text, manifest.Entities.Keys));
        return null;
    }

    private void Function(Located? at)
    {
        if (at is { Text.Length: > 0 } && !manifest.Functions.ContainsKey(at.Text))
            findings.Red(at, "unknownFunction", $"\"{at.Text}\" is no function of this app.", Remedies.Instead(at.Text, manifest.Functions.Keys));
    }

    private void Opens(Located? at, params ReadOnlySpan<string> kinds)
    {
        if (at is not { Text.Length: > 0 }) return;
        if (!manifest.Views.ContainsKey(at.Text))
            findings.Red(at, "unknownView", $"\"{at.Text}\" is no view of this app.", Remedies.Instead(at.Text, manifest.Views.Keys));
        else if (kinds.Length > 0 && kindOf(at.Text) is { Length: > 0 } kind && !kinds.Contains(kind))
            findings.Red(at, "wrongKind", $"\"{at.Text}\" is a {kind} view.", $"Name a {string.Join(" or ", kinds.ToArray())} view here.");
    }

    private static List<string> FieldsOf(Entity entity) => [.. entity.Fields.Keys, .. RecordFields];

    /// <summary>The inputs a function's schema names; null when the schema is open.</summary>
    private List<string>? InputsOf(string function)
    {
        if (!manifest.Functions.TryGetValue(function, out var spec) || spec.Input.ValueKind != JsonValueKind.Object) return null;
        var closed = spec.Input.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.False;
        return closed && spec.Input.TryGetProperty("properties", out var properties) ? [.. properties.EnumerateObject().Select(p => p.Name)] : null;
    }

    private static IReadOnlyList<Located> Items(Located node, string key) => node[key]?.Items ?? [];
}
