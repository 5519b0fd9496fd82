using Marketplace.Storage.Records;

namespace Marketplace.Storage.Devices;

/// <summary>A machine or terminal of a firm. <see cref="Id"/> is its name on the wire, unique in the store.</summary>
public sealed record DeviceRow(string Tenant, string Code, string Id, string TokenHash, string Name, DateTimeOffset At);

/// <summary>One value that a device reported.</summary>
public sealed record ReadingRow(string Device, string Series, long Seq, DateTimeOffset At, byte[] Value);

/// <summary>Devices and what they report.</summary>
public static class DeviceFacts
{
    private const string Columns = "tenant, code, id, token_hash, name, at";

    /// <summary>Registers a device; a code or id that is taken is <c>conflict.unique</c>.</summary>
    public static void Create(Unit unit, DeviceRow device) => unit.Must(
        $"INSERT INTO device ({Columns}) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING", Domain.Codes.ConflictUnique, "code",
        device.Tenant, device.Code, device.Id, device.TokenHash, device.Name, device.At);

    /// <summary>A new token for a device.</summary>
    public static void Rekey(Unit unit, string tenant, string code, string tokenHash) => unit.Must(
        "UPDATE device SET token_hash = $1 WHERE tenant = $2 AND code = $3", Domain.Codes.NotFound, code, tokenHash, tenant, code);

    /// <summary>One device of a firm, or null.</summary>
    public static Task<DeviceRow?> Get(Database database, string tenant, string code, CancellationToken cancel = default) =>
        database.First<DeviceRow>($"SELECT {Columns} FROM device WHERE tenant = $1 AND code = $2", Read, cancel, tenant, code);

    /// <summary>The device with this name on the wire, or null.</summary>
    public static Task<DeviceRow?> ById(Database database, string id, CancellationToken cancel = default) =>
        database.First<DeviceRow>($"SELECT {Columns} FROM device WHERE id = $1", Read, cancel, id);

    /// <summary>The token hashes of devices by their names on the wire; an unknown one is not among them.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> TokenHashes(Database database, IReadOnlyList<string> ids, CancellationToken cancel = default)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var some in ids.Chunk(256))
        {
            var list = SqlList.Of(some.Select(static id => (Arg)id), 1);
            foreach (var (id, hash) in await database.Read($"SELECT id, token_hash FROM device WHERE id IN ({list.Sql})", static row => (row.Text(0), row.Text(1)), cancel, list.Args))
                found[id] = hash;
        }
        return found;
    }

    /// <summary>The devices of a firm.</summary>
    public static Task<IReadOnlyList<DeviceRow>> List(Database database, string tenant, CancellationToken cancel = default) =>
        database.Read($"SELECT {Columns} FROM device WHERE tenant = $1 ORDER BY code LIMIT 1000", Read, cancel, tenant);

    /// <summary>The readings of a series after a sequence number, in order.</summary>
    public static Task<IReadOnlyList<ReadingRow>> Readings(Database database, string device, string series, long afterSeq, int limit = 100, CancellationToken cancel = default) =>
        database.Read("SELECT device, series, seq, at, value FROM reading WHERE device = $1 AND series = $2 AND seq > $3 ORDER BY seq LIMIT $4",
            static row => new ReadingRow(row.Text(0), row.Text(1), row.Number(2), row.Time(3), row.Bytes(4)), cancel, device, series, afterSeq, limit);

    /// <summary>The last reading of a series, or null.</summary>
    public static Task<ReadingRow?> Last(Database database, string device, string series, CancellationToken cancel = default) =>
        database.First<ReadingRow>("SELECT device, series, seq, at, value FROM reading WHERE device = $1 AND series = $2 ORDER BY seq DESC LIMIT 1",
            static row => new ReadingRow(row.Text(0), row.Text(1), row.Number(2), row.Time(3), row.Bytes(4)), cancel, device, series);

    private static DeviceRow Read(Row row) => new(row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.Time(5));
}
