using System.Buffers;
using Marketplace.Contracts.Imports;
using Marketplace.Contracts.Tenants;
using Marketplace.Domain;
using Marketplace.Domain.Imports;
using Marketplace.Domain.Records;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Records;
using Marketplace.Storage;
using Marketplace.Storage.Records;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Grains.Imports;

/// <summary>What leaves an install, piece by piece. Reentrant because it holds nothing.</summary>
[StatelessWorker]
[Reentrant]
internal sealed class ExportsGrain(Database database, RecordPlaces places, ReleaseLibrary library) : Grain, IExportsGrain
{
    private const int Piece = 500;

    private string Tenant => Keys.Parse(this.GetPrimaryKeyString()).Owner;

    public async Task<Answer<ExportHead>> Whole(Caller caller, string app)
    {
        if (RecordRules.ByHand(caller).Refusal is { } no) return no;
        if (await places.Held(Tenant, app) is not { } head || await library.Load(head.Digest) is not { } release) return Refusal.Of(Codes.NotFound, ("what", "install"));
        return new ExportHead
        {
            App = head.App, Version = head.Version, Digest = head.Digest, Entities = [.. release.Manifest.Entities.Keys.Order(StringComparer.Ordinal)],
            Settings = ExportRules.Open(head.SettingsJson, release.Manifest.Settings),
        };
    }

    public async Task<Answer<ExportLines>> Lines(Caller caller, string app, string entity, string after)
    {
        if (RecordRules.ByHand(caller).Refusal is { } no) return no;
        var place = await places.Find(Tenant, app, entity, held: true);
        if (!place.Ok) return place.Refusal!;
        var rows = await RecordFacts.Export(database, place.Must().Head.Id, entity, after, Piece);
        var lines = new ArrayBufferWriter<byte>();
        foreach (var row in rows)
        {
            lines.Write(RecordJson.Write(row));
            lines.Write("\n"u8);
        }
        return new ExportLines(lines.WrittenSpan.ToArray(), Next(rows));
    }

    public async Task<Answer<ExportTable>> Table(Caller caller, string app, string entity, string after)
    {
        if (RecordRules.ByHand(caller).Refusal is { } no) return no;
        var place = await places.Find(Tenant, app, entity, held: true);
        if (!place.Ok) return place.Refusal!;
        var (head, shape, release) = place.Must();
        var zone = (await GrainFactory.GetGrain<ITenantGrain>(Keys.Tenant(Tenant)).Get(Caller.System(Tenant))).Value?.Zone ?? "Asia/Shanghai";
        var rows = await RecordFacts.Export(database, head.Id, entity, after, Piece);
        var fields = shape.Fields.Values.ToList();
        var words = release.Package.Script.Locales.GetValueOrDefault(caller.Culture);
        var table = ExportRules.Table(fields, field => words?.GetValueOrDefault(field.Label, "") ?? "", rows, TimeZoneInfo.FindSystemTimeZoneById(zone));
        return new ExportTable(table.Header, table.Numeric, table.Rows, Next(rows));
    }

    private static string Next(IReadOnlyList<RecordRow> rows) => rows.Count == Piece ? rows[^1].Id : "";
}
