using System.Text.Json;
using Marketplace.Domain.Records;
using Marketplace.Domain.Views;

namespace Marketplace.Views.Apps;

/// <summary>References in words: ids to the field that people know.</summary>
internal static class References
{
    /// <summary>What the wanted ids are shown as.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> Names(IViewSource source, ReferenceTo to, IEnumerable<string> ids, CancellationToken cancel)
    {
        var wanted = ids.Where(static id => id.Length > 0).ToHashSet(StringComparer.Ordinal);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        if (wanted.Count == 0) return names;
        foreach (var (id, name) in await Choices(source, to, cancel)) names[id] = name;
        foreach (var id in wanted.Where(id => !names.ContainsKey(id)).ToList())
        {
            var record = await source.Record(to.Entity, id, cancel);
            if (record.Ok) names[id] = Row.Text(record.Must(), to.Display);
        }
        return names;
    }

    /// <summary>The field by which people know a record: its first unique or required text, else its id.</summary>
    public static string Display(Entity entity) =>
        entity.Fields.Values.Where(static f => f.Type == FieldType.Text).OrderByDescending(static f => f.Unique).ThenByDescending(static f => f.Required).FirstOrDefault()?.Name ?? "id";

    /// <summary>Everything that may be chosen, up to a thousand.</summary>
    public static async Task<IReadOnlyList<(string Value, string Text)>> Choices(IViewSource source, ReferenceTo to, CancellationToken cancel)
    {
        var rows = await source.Records(new RowSource.Records(to.Entity, default, [], 1000), cancel);
        return rows.Ok
            ? [.. rows.Must().Select(r => (Row.Text(r, "id"), Row.Text(r, to.Display))).OrderBy(static c => c.Item2, StringComparer.Ordinal)]
            : [];
    }
}
