using System.Text.Json;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Records;
using Marketplace.Storage.Reading;
using Marketplace.Storage.Records;

namespace Marketplace.Storage.Checks;

/// <summary>Records are readable, and their index entries are the ones that their bodies give under the release that is installed.</summary>
internal sealed class RecordRule : StoreRule
{
    private sealed record Indexed(Entity Entity, Field[] Fields, KeySum[] Sums);

    public override string Name => "records";

    public override string Promise => "every record's body is JSON, and its index entries are what the body gives";

    public override async Task Look(Snapshot store, Findings findings, CancellationToken cancel)
    {
        var packages = new StoredPackages(store);
        foreach (var (id, name, digest) in await store.All("SELECT id, tenant, app, digest FROM install_head ORDER BY id",
            static row => (row.Text(0), $"{row.Text(2)} at {row.Text(1)}", row.Text(3)), cancel))
        {
            // A release that cannot be opened is named by another rule.
            if (await packages.Manifest(digest, cancel) is { Manifest: { } manifest }) await Install(store, id, name, manifest, findings, cancel);
        }
    }

    private static async Task Install(Snapshot store, string install, string name, Manifest manifest, Findings findings, CancellationToken cancel)
    {
        var entities = manifest.Entities.Values.Select(static entity => new Indexed(entity, RecordKeys.Fields(entity), [.. RecordKeys.Fields(entity).Select(static _ => new KeySum())]))
            .ToDictionary(static one => one.Entity.Name, StringComparer.Ordinal);
        await foreach (var row in store.Read($"SELECT {RecordFacts.Columns} FROM record r WHERE r.install = $1 ORDER BY r.entity, r.id", cancel, install))
        {
            findings.Look();
            var record = RecordFacts.Read(row);
            if (!IsObject(record.Body)) findings.Add($"{name}: the body of {record.Entity}/{record.Id} is no JSON object");
            else if (record.Version < 1) findings.Add($"{name}: {record.Entity}/{record.Id} has version {record.Version}");
            else if (entities.TryGetValue(record.Entity, out var indexed)) Expect(record, indexed);
        }
        Dictionary<(string, string), KeySum> stored = [];
        await foreach (var row in store.Read("SELECT entity, field, id, nil, num, txt, uniq FROM record_key WHERE install = $1", cancel, install))
        {
            findings.Look();
            var key = (row.Text(0), row.Text(1));
            if (!stored.TryGetValue(key, out var sum)) stored[key] = sum = new KeySum();
            sum.Add(row.Text(2), row.Flag(3), row.Number(4), row.Text(5), row.Flag(6));
        }
        foreach (var indexed in entities.Values)
            for (var i = 0; i < indexed.Fields.Length; i++)
            {
                stored.Remove((indexed.Entity.Name, indexed.Fields[i].Name), out var sum);
                if (!indexed.Sums[i].Equals(sum ?? new KeySum()))
                    await new KeySearch(store, install, indexed.Entity, indexed.Fields[i]).Name(name, findings, cancel);
            }
        foreach (var ((entity, field), sum) in stored)
            if (entities.ContainsKey(entity)) findings.Add($"{name}: {sum.Count} index entries of {entity}.{field}, which the release does not index");
    }

    private static void Expect(RecordRow record, Indexed indexed)
    {
        var cells = RecordCells.Read(record, indexed.Fields);
        for (var i = 0; i < cells.Length; i++)
            indexed.Sums[i].Add(record.Id, !cells[i].IsPresent, cells[i].Number, cells[i].Text ?? "", indexed.Fields[i].Unique);
    }

    private static bool IsObject(byte[] body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
