using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Expressions;
using Marketplace.Domain.Views;
using Marketplace.Views.Apps;

namespace Marketplace.Views.Paper;

/// <summary>The pages of a print view with everything that stands on them.</summary>
internal sealed record PrintPages(IReadOnlyList<PrintPage> Pages, Refusal? Refused, bool More)
{
    // Each page with sections reads for each of them.
    private const int Most = 500, MostWithSections = 50;

    /// <summary>Reads the pages: of the record with the id, of each row, or of none.</summary>
    public static async Task<PrintPages> Load(IViewSource source, View.Print view, IReadOnlyDictionary<string, string> asked, CancellationToken cancel)
    {
        var chosen = SourceRows.Chosen(view.Params, asked);
        var records = await Records(source, view, asked, chosen, cancel);
        if (!records.Ok) return new PrintPages([], records.Refusal, false);
        var most = view.Sections.Count == 0 ? Most : MostWithSections;
        var pages = new List<PrintPage>();
        foreach (var record in records.Must().Take(most))
        {
            var with = Computed(record, view.Fields);
            var parts = new List<PrintPart>();
            foreach (var section in view.Sections) parts.Add(await Part(source, section, with, chosen, cancel));
            pages.Add(new PrintPage(with, await Names(source, view.Fields, [with], cancel), parts));
        }
        return new PrintPages(pages, null, records.Must().Count > most);
    }

    private static async Task<Answer<IReadOnlyList<JsonElement>>> Records(
        IViewSource source, View.Print view, IReadOnlyDictionary<string, string> asked, IReadOnlyDictionary<string, string> chosen, CancellationToken cancel)
    {
        var owner = default(JsonElement);
        if (view.Entity.Length > 0)
        {
            var record = await source.Record(view.Entity, asked.GetValueOrDefault("id", ""), cancel);
            if (!record.Ok) return record.Refusal!;
            owner = record.Must();
        }
        if (view.Each is { } each) return await SourceRows.Read(source, each, owner, chosen, cancel);
        return new List<JsonElement> { view.Entity.Length > 0 ? owner : JsonElement.Parse("{}") };
    }

    private static async Task<PrintPart> Part(IViewSource source, PrintSection section, JsonElement record, IReadOnlyDictionary<string, string> chosen, CancellationToken cancel)
    {
        var read = await SourceRows.Read(source, section.Source, record, chosen, cancel);
        if (!read.Ok) return new PrintPart(section, [], PrintPage.NoNames, default, read.Refusal);
        var rows = read.Must().Select(row => Computed(row, section.Columns)).ToList();
        var wanted = section.Totals.Select(static t => Expression.Parse(t.Value)).Where(static e => e.Ok).SelectMany(static e => e.Must().Fields);
        return new PrintPart(section, rows, await Names(source, section.Columns, rows, cancel), RowSums.Over(rows, record, wanted), null);
    }

    private static JsonElement Computed(JsonElement row, IReadOnlyList<PrintField> fields) =>
        fields.Where(static f => f.Value.Length > 0).Aggregate(row, static (with, f) => RowSums.With(with, f.Column.Field, f.Value, f.Column.Format));

    private static async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> Names(
        IViewSource source, IReadOnlyList<PrintField> fields, IReadOnlyList<JsonElement> rows, CancellationToken cancel)
    {
        var all = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var column in fields.Select(static f => f.Column).Where(static c => c.Reference is not null))
            all[column.Field] = await References.Names(source, column.Reference!, rows.Select(r => Row.Text(r, column.Field)), cancel);
        return all;
    }
}

/// <summary>One page: its record with what is computed, references by name, and its sections.</summary>
internal sealed record PrintPage(JsonElement Record, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Names, IReadOnlyList<PrintPart> Parts)
{
    public static readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> NoNames = new Dictionary<string, IReadOnlyDictionary<string, string>>();
}

/// <summary>A section's rows, and what its totals are computed over.</summary>
public sealed record PrintPart(
    PrintSection Section, IReadOnlyList<JsonElement> Rows, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Names, JsonElement Sums, Refusal? Refused);
