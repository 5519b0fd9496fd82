using Marketplace.Domain.Records;
using Marketplace.Storage.Reading;
using Marketplace.Storage.Records;

namespace Marketplace.Storage.Checks;

/// <summary>Names the records whose index entries of one field are not what their bodies give; only run where the sums differ.</summary>
internal sealed class KeySearch(Snapshot store, string install, Entity entity, Field field)
{
    private const int Piece = 1_000;

    public async Task Name(string of, Findings findings, CancellationToken cancel)
    {
        var (after, named) = ("", findings.Wrong);
        while (true)
        {
            var records = await store.All($"SELECT {RecordFacts.Columns} FROM record r WHERE r.install = $1 AND r.entity = $2 AND r.id > $3 ORDER BY r.id LIMIT $4",
                RecordFacts.Read, cancel, install, entity.Name, after, Piece);
            if (records.Count == 0) break;
            var entries = (await store.All("SELECT id, nil, num, txt, uniq FROM record_key WHERE install = $1 AND entity = $2 AND field = $3 AND id > $4 AND id <= $5",
                static row => (Id: row.Text(0), Entry: Told(row.Flag(1), row.Number(2), row.Text(3), row.Flag(4))), cancel, install, entity.Name, field.Name, after, records[^1].Id))
                .ToLookup(static one => one.Id, static one => one.Entry);
            foreach (var record in records)
            {
                var cell = RecordCells.Read(record, [field])[0];
                var (should, now) = (Told(!cell.IsPresent, cell.Number, cell.Text ?? "", field.Unique), string.Join(" and ", entries[record.Id]));
                if (now != should) findings.Add($"{of}: the index {entity.Name}.{field.Name} says {(now.Length == 0 ? "nothing" : now)} of {record.Id}, and its body {should}");
            }
            after = records[^1].Id;
        }
        // What is left are entries without a record, which the references name.
        if (findings.Wrong == named) findings.Add($"{of}: the index {entity.Name}.{field.Name} has entries of records that are not there");
    }

    private static string Told(bool isNothing, long number, string text, bool isUnique) =>
        (isNothing ? "(no value)" : text.Length > 0 ? $"\"{text}\"" : number.ToString(System.Globalization.CultureInfo.InvariantCulture)) + (isUnique ? " once" : "");
}
