using Marketplace.Domain;
using Marketplace.Domain.Files;
using Marketplace.Domain.Imports;
using Marketplace.Domain.Records;
using Marketplace.Storage;
using Marketplace.Storage.Files;
using Marketplace.Storage.Records;

namespace Marketplace.Grains.Imports;

/// <summary>Reads lines of one file and judges pages of them against what is stored: the preview and the writing ask the same.</summary>
internal sealed class ImportPages(Database database, string install, Entity entity, ImportLayout layout, ImportJudge judge)
{
    private readonly Field[] unique = [.. entity.Fields.Values.Where(static f => f.Unique && f.Type is not (FieldType.Json or FieldType.Attachment))];
    private readonly Dictionary<(string Field, string Value), int> seen = [];

    /// <summary>Reads a line, and remembers its unique values: the second line with one of them is wrong.</summary>
    public ReadLine Read(SheetLine line)
    {
        var read = judge.Read(line);
        if (read.Faults.Count > 0) return read;
        List<ImportFault> twice = [];
        foreach (var (field, cell) in Unique(read))
            if (seen.TryGetValue((field.Name, cell.Key), out var first))
                twice.Add(judge.Fault(line, field.Name, "uniqueFile", first.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        if (twice.Count > 0) return read with { Faults = twice };
        foreach (var (field, cell) in Unique(read)) seen[(field.Name, cell.Key)] = line.Number;
        return read;
    }

    /// <summary>What becomes of a page of lines, as the store is now. <paramref name="id"/> gives a new record's id by the line's ordinal.</summary>
    public async Task<IReadOnlyList<JudgedLine>> Judge(IReadOnlyList<ReadLine> lines, Func<int, string> id, DateTimeOffset now)
    {
        var stored = await Stored(lines);
        var judged = new JudgedLine[lines.Count];
        for (var i = 0; i < lines.Count; i++)
            judged[i] = judge.Judge(lines[i], id(i), layout.Key is null || !lines[i].Key.IsPresent ? null : stored.GetValueOrDefault(lines[i].Key.Key), now);
        foreach (var field in unique) await Taken(field, judged);
        await Named(judged);
        return judged;
    }

    /// <summary>The unique values that a line itself gives; defaults and formulas are the store's to judge.</summary>
    private IEnumerable<(Field Field, Cell Cell)> Unique(ReadLine read)
    {
        foreach (var field in unique)
            if (read.Body.TryGetProperty(field.Name, out var value) && Forms.Read(field, value, out var cell).Length == 0 && cell.IsPresent)
                yield return (field, cell);
    }

    /// <summary>The records that the page's lines speak of, by the key's value.</summary>
    private async Task<Dictionary<string, RecordRow>> Stored(IReadOnlyList<ReadLine> lines)
    {
        Dictionary<string, RecordRow> rows = new(StringComparer.Ordinal);
        if (layout.Key is not { } key) return rows;
        var holders = await RecordFacts.Holders(database, install, entity, key, [.. lines.Where(static l => l.Faults.Count == 0).Select(static l => l.Key)]);
        var found = await RecordFacts.Load(database, install, holders.Values.Select(id => (entity.Name, id)).ToHashSet());
        foreach (var (value, id) in holders)
            if (found(entity.Name, id) is { } row) rows[value] = row;
        return rows;
    }

    /// <summary>Turns lines into faults whose unique value another record holds.</summary>
    private async Task Taken(Field field, JudgedLine[] judged)
    {
        var cells = judged.Select(line => line.Change?.After is { } after ? RecordCells.Read(after, [field])[0] : Cell.Nothing).ToArray();
        if (!cells.Any(static cell => cell.IsPresent)) return;
        var holders = await RecordFacts.Holders(database, install, entity, field, [.. cells.Where(static cell => cell.IsPresent)]);
        HashSet<string> here = new(StringComparer.Ordinal);
        for (var i = 0; i < judged.Length; i++)
        {
            if (!cells[i].IsPresent) continue;
            var isHeld = holders.TryGetValue(cells[i].Key, out var holder) && holder != judged[i].Change!.Id;
            if (isHeld || !here.Add(cells[i].Key)) judged[i] = judged[i] with { Change = null, Faults = [judge.Fault(judged[i].Line, field.Name, "uniqueStore")] };
        }
    }

    /// <summary>Turns lines into faults whose attachment names no file of the install.</summary>
    private async Task Named(JudgedLine[] judged)
    {
        var named = judged.Select(line => line.Change is { } change ? Attachment.Of(entity, change.After).ToList() : []).ToArray();
        if (!named.Any(static one => one.Count > 0)) return;
        var there = (await FileFacts.Find(database, install, named.SelectMany(static one => one).Select(static one => one.Id))).Select(static f => f.File).ToHashSet();
        var field = entity.Fields.Values.First(static f => f.Type == FieldType.Attachment).Name;
        for (var i = 0; i < judged.Length; i++)
            if (!named[i].All(there.Contains)) judged[i] = judged[i] with { Change = null, Faults = [judge.Fault(judged[i].Line, field, "file")] };
    }
}
