using Marketplace.Contracts.Files;
using Marketplace.Domain;
using Marketplace.Domain.Files;
using Marketplace.Domain.Invocations;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Records;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Files;
using Marketplace.Storage.Operations;
using Orleans;
using Orleans.Concurrency;
using FileFacts = Marketplace.Contracts.Files.FileFacts;
using FileRows = Marketplace.Storage.Files.FileFacts;

namespace Marketplace.Grains.Files;

/// <summary>A firm's files. Everybody of the firm brings and reads them, as with records that functions write. Reentrant because it
/// holds nothing.</summary>
[StatelessWorker]
[Reentrant]
internal sealed class FilesGrain(Database database, RecordPlaces places, Random random) : Grain, IFilesGrain
{
    private const int MostListed = 200;

    private string Tenant => Keys.Parse(this.GetPrimaryKeyString()).Owner;

    public async Task<Answer<byte[]>> Add(Caller caller, FileOrder order, Immutable<byte[]> file)
    {
        if (caller.Is(Roles.Device)) return Refusal.Of(Codes.RoleMissing, ("roles", Roles.Owner));
        var request = RequestHash.Of($"file {order.App} {order.Name} {order.Type}", file.Value);
        if (await Known(caller, request) is { } known) return known;
        if (await places.Installed(Tenant, order.App) is not { } head) return Missing();
        var fit = FileRules.Accept(order.Name, order.Type, file.Value);
        if (!fit.Ok) return fit.Refusal!;
        var (now, unit) = (database.Time.GetUtcNow(), new Unit());
        var digest = BlobFacts.Put(unit, file.Value, now);
        var one = new Attachment(Ids.New(now, random), fit.Must().Name, fit.Must().Type, file.Value.Length, digest);
        FileRows.Add(unit, new StoredFile(head.Id, one, now, caller.Actor, 0));
        var reply = one.Json();
        if (caller.Operation.Length > 0) OperationFacts.Insert(unit, new StoredOperation(Tenant, caller.Operation, request, "", reply, now));
        var done = await database.Commit(unit);
        return done switch
        {
            { Ok: true } => reply,
            { Conflict: Codes.FileQuota } => Refusal.Of(Codes.FileQuota, ("files", FileRules.MostFiles), ("bytes", FileRules.MostBytes)),
            _ => await Known(caller, request) ?? Refusal.Of(Codes.OperationInFlight, ("operation", caller.Operation)),
        };
    }

    public async Task<Answer<FileBytes>> Read(Caller caller, string app, string id)
    {
        if (await places.Held(Tenant, app) is not { } head || await FileRows.Get(database, head.Id, id) is not { } file) return Missing();
        var bytes = await BlobFacts.Get(database, file.File.Sha256) ?? throw new InvalidDataException($"The bytes of file {id} are missing from the blob store.");
        return new FileBytes(Facts(file), new Immutable<byte[]>(bytes));
    }

    public async Task<Answer<FilePage>> List(Caller caller, string app, string after, int limit)
    {
        if (await places.Held(Tenant, app) is not { } head) return Missing();
        var most = Math.Clamp(limit, 1, MostListed);
        var files = await FileRows.List(database, head.Id, after, most);
        return new FilePage([.. files.Select(Facts)], files.Count == most ? files[^1].File.Id : "");
    }

    private async Task<Answer<byte[]>?> Known(Caller caller, string request)
    {
        if (caller.Operation.Length == 0 || await OperationFacts.Get(database, Tenant, caller.Operation) is not { } known) return null;
        return known.RequestHash == request ? known.Reply : Refusal.Of(Codes.OperationMismatch, ("operation", caller.Operation));
    }

    private static FileFacts Facts(StoredFile file) => new()
    {
        Id = file.File.Id, Name = file.File.Name, Type = file.File.Type, Size = file.File.Size, Sha256 = file.File.Sha256,
        CreatedAt = file.CreatedAt, CreatedBy = file.CreatedBy, Uses = file.Uses,
    };

    private static Refusal Missing() => Refusal.Of(Codes.NotFound, ("what", "file"));
}
