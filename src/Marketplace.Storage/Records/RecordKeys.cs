using Marketplace.Domain;
using Marketplace.Domain.Records;

namespace Marketplace.Storage.Records;

/// <summary>The rows of <c>record_key</c>: one for every declared index and unique field of every record.</summary>
internal static class RecordKeys
{
    /// <summary>The fields of an entity that have keys.</summary>
    public static Field[] Fields(Entity entity) =>
        [.. entity.Fields.Values.Where(field => entity.IsIndexed(field.Name) && field.Type is not (FieldType.Json or FieldType.Attachment))];

    public static void Remove(Unit unit, string install, RecordChange change)
    {
        if (change.Before is null) return;
        foreach (var (field, before, after) in Moved(change))
        {
            if (change.After is not null && Same(before, after)) continue;
            unit.Do("DELETE FROM record_key WHERE install = $1 AND entity = $2 AND field = $3 AND nil = $4 AND num = $5 AND txt = $6 AND id = $7",
                install, change.Entity.Name, field.Name, !before.IsPresent, before.Number, before.Text ?? "", change.Id);
        }
    }

    public static void Add(Unit unit, string install, RecordChange change)
    {
        if (change.After is null) return;
        foreach (var (field, before, after) in Moved(change))
        {
            if (change.Before is not null && Same(before, after)) continue;
            unit.Must("INSERT INTO record_key (install, entity, field, nil, num, txt, id, uniq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
                Codes.ConflictUnique, field.Name,
                install, change.Entity.Name, field.Name, !after.IsPresent, after.Number, after.Text ?? "", change.Id, field.Unique);
        }
    }

    private static IEnumerable<(Field Field, Cell Before, Cell After)> Moved(RecordChange change)
    {
        var fields = Fields(change.Entity);
        if (fields.Length == 0) yield break;
        var before = change.Before is null ? new Cell[fields.Length] : RecordCells.Read(change.Before, fields);
        var after = change.After is null ? new Cell[fields.Length] : RecordCells.Read(change.After, fields);
        for (var i = 0; i < fields.Length; i++) yield return (fields[i], before[i], after[i]);
    }

    private static bool Same(Cell left, Cell right) => left.IsPresent == right.IsPresent && (!left.IsPresent || left.CompareTo(right) == 0);
}
