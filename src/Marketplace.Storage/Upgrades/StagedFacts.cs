using Marketplace.Domain;
using Marketplace.Domain.Records;
using Marketplace.Domain.Upgrades;
using Marketplace.Storage.Records;

namespace Marketplace.Storage.Upgrades;

/// <summary>What is to become of a record.</summary>
public enum Staging { Same = 0, Body = 1, Gone = 2, Keys = 3 }

/// <summary>A record that was looked at, and what it will be.</summary>
/// <param name="Read">The record as it was read.</param>
/// <param name="Next">The record as it will be; the same for one that stays.</param>
/// <param name="What">Which of its parts change.</param>
public sealed record Staged(RecordRow Read, RecordRow Next, Staging What);

/// <summary>Records made ready beside those that serve, and the one unit that puts them in their place. A record that moved after it was looked
/// at is looked at again: what is staged counts only for the version it was made from.</summary>
public static class StagedFacts
{
    /// <summary>Stages records of one entity. Two that would hold one unique value end the unit as <c>conflict.unique</c> with the field's name.</summary>
    public static void Put(Unit unit, string install, Entity entity, IReadOnlyList<Staged> all)
    {
        foreach (var one in all)
            unit.Must("INSERT INTO record_next (install, entity, id, base, base_at, change, body) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING", UpgradeFacts.Moved, one.Read.Id,
                install, entity.Name, one.Read.Id, one.Read.Version, one.Read.UpdatedAt, (long)one.What, one.What == Staging.Body ? one.Next.Body : []);
        var fields = RecordKeys.Fields(entity);
        foreach (var one in all.Where(static one => one.What is Staging.Body or Staging.Keys))
        {
            var cells = RecordCells.Read(one.Next, fields);
            for (var i = 0; i < fields.Length; i++)
                unit.Must("INSERT INTO record_next_key (install, entity, field, nil, num, txt, id, uniq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING", Codes.ConflictUnique, fields[i].Name,
                    install, entity.Name, fields[i].Name, !cells[i].IsPresent, cells[i].Number, cells[i].Text ?? "", one.Read.Id, fields[i].Unique);
        }
    }

    /// <summary>Forgets what is staged of records that moved since. The records first and then the entries that have none: between two statements
    /// one more may have moved, and an entry left behind would hold its value against the record for ever.</summary>
    public static void DropStale(Unit unit, string install) => unit
        .Do("DELETE FROM record_next WHERE install = $1 AND NOT EXISTS (SELECT 1 FROM record r WHERE r.install = record_next.install AND r.entity = record_next.entity AND r.id = record_next.id AND r.version = record_next.base AND r.updated_at = record_next.base_at)", install)
        .Do("DELETE FROM record_next_key WHERE install = $1 AND NOT EXISTS (SELECT 1 FROM record_next n WHERE n.install = record_next_key.install AND n.entity = record_next_key.entity AND n.id = record_next_key.id)", install);

    /// <summary>Forgets everything that is staged.</summary>
    public static void Clear(Unit unit, string install) => unit
        .Do("DELETE FROM record_next_key WHERE install = $1", install)
        .Do("DELETE FROM record_next WHERE install = $1", install);

    /// <summary>A page of an entity's records that are not staged, in the order of ids, after the last one seen.</summary>
    public static Task<IReadOnlyList<RecordRow>> Missing(Database database, string install, string entity, string after, CancellationToken cancel = default) =>
        database.Read(
            $"""
            SELECT {RecordFacts.Columns} FROM record r WHERE r.install = $1 AND r.entity = $2 AND r.id > $3
                AND NOT EXISTS (SELECT 1 FROM record_next n WHERE n.install = r.install AND n.entity = r.entity AND n.id = r.id) ORDER BY r.id LIMIT {UpgradeRules.Page}
            """, RecordFacts.Read, cancel, install, entity, after);

    /// <summary>Whether an entity has a record.</summary>
    public static async Task<bool> Any(Database database, string install, string entity, CancellationToken cancel = default) =>
        (await database.Read("SELECT 1 FROM record WHERE install = $1 AND entity = $2 LIMIT 1", static row => row.Number(0), cancel, install, entity)).Count > 0;

    /// <summary>Whether a passage changed any record of an entity.</summary>
    public static async Task<bool> Changed(Database database, string install, string run, string entity, CancellationToken cancel = default) =>
        (await database.Read("SELECT 1 FROM record_before WHERE install = $1 AND run = $2 AND entity = $3 AND change <> 0 LIMIT 1", static row => row.Number(0), cancel, install, run, entity)).Count > 0;

    /// <summary>What a passage left of some records, by id.</summary>
    public static async Task<IReadOnlyDictionary<string, PreImage>> Before(
        Database database, string install, string run, string entity, IReadOnlyList<RecordRow> rows, CancellationToken cancel = default)
    {
        if (rows.Count == 0) return new Dictionary<string, PreImage>();
        var found = await database.Read("SELECT id, after_version, change, body FROM record_before WHERE install = $1 AND run = $2 AND entity = $3 AND id >= $4 AND id <= $5",
            static row => (Id: row.Text(0), Image: new PreImage(row.Number(1), row.Number(2) == (long)Staging.Body, row.Bytes(3))), cancel, install, run, entity, rows[0].Id, rows[^1].Id);
        return found.ToDictionary(static one => one.Id, static one => one.Image, StringComparer.Ordinal);
    }

    /// <summary>How many records are staged of each kind, and how many index entries.</summary>
    public static async Task<(int Bodies, int Keys)> Count(Database database, string install, CancellationToken cancel = default) => (
        (int)await database.First("SELECT count(*) FROM record_next WHERE install = $1 AND change = 1", static row => row.Number(0), cancel, install),
        (int)await database.First("SELECT count(*) FROM record_next_key WHERE install = $1", static row => row.Number(0), cancel, install));

    /// <summary>The staged records that are to go.</summary>
    public static Task<IReadOnlyList<RecordRow>> Going(Database database, string install, CancellationToken cancel = default) =>
        database.Read($"SELECT {RecordFacts.Columns} FROM record r JOIN record_next n ON n.install = r.install AND n.entity = r.entity AND n.id = r.id WHERE r.install = $1 AND n.change = 2",
            RecordFacts.Read, cancel, install);

    /// <summary>Puts what is staged in its place. It must stand behind the head's turn in the unit, which says that nothing moved since it was
    /// counted.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="run">The passage; what records were is kept under it when it carries them.</param>
    /// <param name="going">Records to be taken out, with the shapes that they have now.</param>
    /// <param name="count">What is staged.</param>
    /// <param name="now">The time.</param>
    public static void Apply(Unit unit, UpgradeRow run, IEnumerable<RecordChange> going, (int Bodies, int Keys) count, DateTimeOffset now)
    {
        if (run.IsCarried)
            unit.Do(
                """
                INSERT INTO record_before (install, run, entity, id, after_version, change, body)
                SELECT r.install, $1, r.entity, r.id, CASE n.change WHEN 1 THEN r.version + 1 WHEN 2 THEN 0 ELSE r.version END,
                    CASE n.change WHEN 3 THEN 0 ELSE n.change END, CASE WHEN n.change = 1 OR n.change = 2 THEN r.body ELSE n.body END
                FROM record r JOIN record_next n ON n.install = r.install AND n.entity = r.entity AND n.id = r.id WHERE r.install = $2
                """, run.Id, run.Install);
        RecordFacts.Write(unit, run.Install, going);
        unit.Do("DELETE FROM record_key WHERE install = $1 AND EXISTS (SELECT 1 FROM record_next n WHERE n.install = record_key.install AND n.entity = record_key.entity AND n.id = record_key.id AND (n.change = 1 OR n.change = 3))", run.Install);
        unit.Exactly(count.Bodies,
            """
            UPDATE record SET version = record.version + 1, updated_at = $1, body = n.body FROM record_next n
            WHERE record.install = $2 AND n.install = record.install AND n.entity = record.entity AND n.id = record.id AND n.base = record.version AND n.change = 1
            """, UpgradeFacts.Moved, run.Id, now, run.Install);
        unit.Exactly(count.Keys, "INSERT INTO record_key (install, entity, field, nil, num, txt, id, uniq) SELECT install, entity, field, nil, num, txt, id, uniq FROM record_next_key WHERE install = $1",
            Codes.ConflictUnique, "", run.Install);
        Clear(unit, run.Install);
    }
}
