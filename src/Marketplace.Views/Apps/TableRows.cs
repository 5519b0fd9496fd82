using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain;
using Marketplace.Domain.Views;

namespace Marketplace.Views.Apps;

/// <summary>The rows of a table under what the address asks: filters (<c>f.status=approved</c>), choices (<c>p.from=…</c>),
/// order (<c>sort=-code</c>). The page and its CSV come from here, so that they show the same.</summary>
internal sealed record TableRows(IReadOnlyList<JsonElement> Rows, Refusal? Refused, bool Waiting, bool Full, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Names)
{
    /// <summary>Nothing yet: a person has to choose first.</summary>
    public static readonly TableRows Waits = new([], null, Waiting: true, Full: false, new Dictionary<string, IReadOnlyDictionary<string, string>>());

    public static async Task<TableRows> Load(IViewSource source, View.Table view, IReadOnlyDictionary<string, string> asked, JsonElement within, CancellationToken cancel)
    {
        if (SourceRows.Waits(view.Params, asked))
            return Waits;
        var rows = await Fetch(source, view, asked, within, cancel);
        if (!rows.Ok) return new TableRows([], rows.Refusal, false, false, new Dictionary<string, IReadOnlyDictionary<string, string>>());
        var limit = view.Source switch { RowSource.Records r => r.Limit, RowSource.Invocations i => i.Limit, RowSource.Groups g => g.Limit, _ => int.MaxValue };
        var shown = view.Source is RowSource.Records ? rows.Must() : Filtered(rows.Must(), view, asked);
        return new TableRows(shown, null, false, rows.Must().Count >= limit, await NamesOf(source, view, shown, cancel));
    }

    private static async Task<Answer<IReadOnlyList<JsonElement>>> Fetch(
        IViewSource source, View.Table view, IReadOnlyDictionary<string, string> asked, JsonElement within, CancellationToken cancel)
    {
        switch (view.Source)
        {
            case RowSource.Records records:
                var order = asked.TryGetValue("sort", out var sort) && sort.Length > 0 ? [sort] : records.OrderBy;
                return await source.Records(records with { Where = Where(source, view, records, asked, within), OrderBy = order }, cancel);
            default:
                return await SourceRows.Read(source, view.Source, within, SourceRows.Chosen(view.Params, asked), cancel); // $row of a function's input is what the table is within
        }
    }

    private static JsonElement Where(IViewSource source, View.Table view, RowSource.Records records, IReadOnlyDictionary<string, string> asked, JsonElement within)
    {
        var parts = new JsonArray();
        foreach (var fixedPart in new[] { records.Where, within })
            if (fixedPart.ValueKind == JsonValueKind.Object && fixedPart.EnumerateObject().Any()) parts.Add(JsonNode.Parse(fixedPart.GetRawText()));
        var entity = source.Manifest.Entities.GetValueOrDefault(records.Entity);
        foreach (var filter in view.Filters)
        {
            if (!asked.TryGetValue($"f.{filter}", out var text) || text.Length == 0) continue;
            var kind = entity is not null && entity.Fields.TryGetValue(filter, out var field) ? field.Type : Domain.Records.FieldType.Text;
            parts.Add(kind switch
            {
                Domain.Records.FieldType.Text or Domain.Records.FieldType.LongText => new JsonObject { [filter] = new JsonObject { ["contains"] = text } },
                Domain.Records.FieldType.Boolean => new JsonObject { [filter] = text == "true" },
                Domain.Records.FieldType.Integer when long.TryParse(text, out var whole) => new JsonObject { [filter] = whole },
                _ => new JsonObject { [filter] = text },
            });
        }
        return parts.Count switch
        {
            0 => default,
            1 => JsonSerializer.SerializeToElement(parts[0]),
            _ => JsonSerializer.SerializeToElement(new JsonObject { ["and"] = parts }),
        };
    }

    private static List<JsonElement> Filtered(IReadOnlyList<JsonElement> rows, View.Table view, IReadOnlyDictionary<string, string> asked) =>
        [.. rows.Where(row => view.Filters.All(f => !asked.TryGetValue($"f.{f}", out var text) || text.Length == 0 || Row.Text(row, f) == text))];

    /// <summary>What references are shown as: one read per entity, then one per id that it did not hold.</summary>
    private static async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> NamesOf(
        IViewSource source, View.Table view, IReadOnlyList<JsonElement> rows, CancellationToken cancel)
    {
        var all = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var column in view.Columns.Where(static c => c.Reference is not null))
            all[column.Field] = await References.Names(source, column.Reference!, rows.Select(r => Row.Text(r, column.Field)), cancel);
        return all;
    }
}
