using System.Text.RegularExpressions;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Expressions;
using Marketplace.Domain.Schemas;
using Marketplace.Domain.Views;

namespace Marketplace.Domain.Publishing.Checks;

/// <summary>The names in boards, charts, dashboards and prints.</summary>
internal sealed partial class ViewNames
{
    private static readonly string[] GroupParts = ["sum", "avg", "min", "max"];

    private void Board(Located root, List<string>? rows)
    {
        Field(root["column"], rows, false);
        foreach (var column in Items(root, "card")) Column(column, rows);
        foreach (var filter in Items(root, "filters")) Field(filter, rows, false);
        foreach (var rule in Items(root, "rowColor")) Condition(rule["when"], rows);
        Opens(root["detail"], "detail");
        Opens(root["create"], "form");
        if (root["source"]?["entity"] is { } entity && manifest.Entities.GetValueOrDefault(entity.Text) is { } known
            && known.Fields.GetValueOrDefault(root["column"]?.Text ?? "") is { Enum.Count: > 0 } choice)
            foreach (var column in Items(root, "columns"))
                if (!choice.Enum.Contains(column.Text)) findings.Red(column, "unknownChoice", $"\"{column.Text}\" is no choice of {choice.Name}.", Remedies.Instead(column.Text, choice.Enum));
    }

    private void Chart(Located root, List<string>? rows)
    {
        if (root["x"] is { } x) Column(x, rows);
        foreach (var series in Items(root, "series")) Computed(series, rows);
        foreach (var line in Items(root, "lines")) Condition(line["value"], rows);
        foreach (var side in new[] { "centre", "upper", "lower" }) Field(root["control"]?[side], rows, false);
    }

    private void Dashboard(Located root)
    {
        foreach (var tile in Items(root, "tiles"))
        {
            Opens(tile["view"], "chart", "table");
            Opens(tile["opens"]);
            if (tile["number"] is { } number)
            {
                var rows = SourceRows(number["source"]);
                Condition(number["value"], rows);
                foreach (var rule in Items(number, "color")) Condition(rule["when"], rows is null ? null : [.. rows, "value"]);
            }
            if (tile["table"] is not { } table) continue;
            var shown = SourceRows(table["source"]);
            foreach (var column in Items(table, "columns")) Column(column, shown);
            foreach (var rule in Items(table, "rowColor")) Condition(rule["when"], shown);
            Opens(table["detail"], "detail");
        }
    }

    private void Print(Located root)
    {
        var own = Entity(root["entity"]);
        var record = root["each"] is { } each ? SourceRows(each) : own is null ? null : FieldsOf(own);
        foreach (var field in Items(root, "fields")) Printed(field, record);
        foreach (var section in Items(root, "sections"))
        {
            var rows = SourceRows(section["source"]);
            var names = rows;
            foreach (var column in Items(section, "columns"))
            {
                Printed(column, names);
                if (column["value"] is not null && names is not null) names = [.. names, column["field"]?.Text ?? ""];
            }
            foreach (var total in Items(section, "totals")) Condition(total["value"], Summed(names, record));
        }
    }

    private void Printed(Located field, List<string>? rows)
    {
        Computed(field, rows);
        if (field["reference"] is not null) Column(field, rows);
        if (field["code"]?["text"] is not { } pattern || rows is null) return;
        foreach (var name in Hole().Matches(pattern.Text).Select(static m => m.Groups[1].Value))
            if (!IsKnown(name, rows)) findings.Red(pattern, "unknownField", $"\"{name}\" is no field here.", Remedies.Instead(name, rows));
    }

    // With a value, the field is only the name under which it is known.
    private void Computed(Located at, List<string>? rows)
    {
        if (at["value"] is { } value) Condition(value, rows);
        else Field(at["field"], rows, false);
    }

    private static List<string>? Summed(List<string>? rows, List<string>? record) =>
        rows is null ? null : ["count", .. rows.SelectMany(static r => new[] { $"sum.{r}", $"min.{r}", $"max.{r}" }), .. record is null ? ["record"] : record.Select(static r => $"record.{r}")];

    /// <summary>The names that a group's row has, and findings for fields that the entity does not have or that cannot be added.</summary>
    private List<string> Groups(Located source, Records.Entity entity)
    {
        List<string> rows = ["count"], fields = FieldsOf(entity);
        foreach (var by in Items(source, "groupBy"))
        {
            Sorted(by, entity, fields);
            rows.Add($"group.{by.Text}");
        }
        foreach (var part in GroupParts)
            foreach (var field in Items(source, part))
            {
                if (!fields.Contains(field.Text)) findings.Red(field, "unknownField", $"\"{field.Text}\" is no field here.", Remedies.Instead(field.Text, fields));
                else if (part is "sum" or "avg" && !(entity.Fields.TryGetValue(field.Text, out var known) && IsNumber(known.Type)))
                    findings.Red(field, "notANumber", $"\"{field.Text}\" of {entity.Name} is no number and cannot be added.", "Name a field of type integer, decimal, money or duration.");
                rows.Add($"{part}.{field.Text}");
            }
        foreach (var order in Items(source, "orderBy"))
            if (!rows.Contains(order.Text.TrimStart('-'))) findings.Red(order, "unknownField", $"\"{order.Text.TrimStart('-')}\" is no field here.", Remedies.Instead(order.Text, rows));
        return rows;
    }

    private static bool IsNumber(Records.FieldType type) =>
        type is Records.FieldType.Integer or Records.FieldType.Decimal or Records.FieldType.Money or Records.FieldType.Duration;

    private static bool IsKnown(string field, List<string> rows) => rows.Contains(field) || rows.Exists(r => field.StartsWith(r + ".", StringComparison.Ordinal));

    [GeneratedRegex(@"\{([^{}]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Hole();
}
