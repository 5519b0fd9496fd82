using Marketplace.Domain;

namespace Marketplace.Storage.Delivery;

/// <summary>A webhook of an install's function. <see cref="Id"/> is its name in operations, another each time it is made anew.</summary>
public sealed record HookRow(string Tenant, string App, string Function, string Id, string Install, string TokenHash, byte[] Secret, string Actor, DateTimeOffset At);

/// <summary>Webhooks of installs.</summary>
public static class HookFacts
{
    private const string Columns = "tenant, app, function, id, install, token_hash, secret, actor, at";

    /// <summary>Makes it, or makes it anew: the token and the secret of before open nothing from here on.</summary>
    public static void Put(Unit unit, HookRow hook) => unit.Do(
        $"""
        INSERT INTO hook ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (tenant, app, function) DO UPDATE SET id = excluded.id, install = excluded.install, token_hash = excluded.token_hash,
            secret = excluded.secret, actor = excluded.actor, at = excluded.at
        """, hook.Tenant, hook.App, hook.Function, hook.Id, hook.Install, hook.TokenHash, hook.Secret, hook.Actor, hook.At);

    /// <summary>Takes it away; none there is <c>notFound</c>.</summary>
    public static void Remove(Unit unit, string tenant, string app, string function) => unit.Must(
        "DELETE FROM hook WHERE tenant = $1 AND app = $2 AND function = $3", Codes.NotFound, function, tenant, app, function);

    /// <summary>The webhooks of an install.</summary>
    public static Task<IReadOnlyList<HookRow>> List(Database database, string tenant, string app, CancellationToken cancel = default) =>
        database.Read($"SELECT {Columns} FROM hook WHERE tenant = $1 AND app = $2 ORDER BY function", Read, cancel, tenant, app);

    /// <summary>The webhook that a token opens, or null.</summary>
    public static Task<HookRow?> ByToken(Database database, string tokenHash, CancellationToken cancel = default) =>
        database.First<HookRow>($"SELECT {Columns} FROM hook WHERE token_hash = $1", Read, cancel, tokenHash);

    private static HookRow Read(Row row) => new(row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.Text(5), row.Bytes(6), row.Text(7), row.Time(8));
}
