namespace Marketplace.Storage.Installs;

/// <summary>Removes what an install owned: records and their keys, files, imports, passages. Its log, its meters and the audit are the firm's
/// and the ledgers', and are kept as they are.</summary>
public static class PurgeFacts
{
    private static readonly (string Table, string Key)[] owned =
    [
        ("record_key", "install, entity, field, nil, num, txt, id"), ("record", "install, entity, id"), ("record_before", "install, run, entity, id"),
        ("record_next_key", "install, entity, field, nil, num, txt, id"), ("record_next", "install, entity, id"), ("file", "install, id"), ("file_space", "install"),
        ("import_run", "tenant, app, id"), ("upgrade_run", "tenant, app, id"), ("hook", "tenant, app, function"),
        ("window_state", "device, series, install, function"),
        ("rehearsal", "tenant, app"), ("install_channel", "install"),
    ];

    /// <summary>Removes at most <paramref name="most"/> rows of one table, the next that still has some; false when nothing was left.</summary>
    public static async Task<bool> Some(Database database, string install, int most, CancellationToken cancel = default)
    {
        foreach (var (table, key) in owned)
            if ((await database.Change($"DELETE FROM {table} WHERE ({key}) IN (SELECT {key} FROM {table} WHERE install = $1 LIMIT $2) RETURNING 1", static row => row.Number(0), cancel, install, most)).Count > 0)
                return true;
        return false;
    }
}
