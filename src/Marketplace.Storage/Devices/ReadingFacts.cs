namespace Marketplace.Storage.Devices;

/// <summary>Where a series of a device stands. <see cref="Revision"/> is that of the batch which was taken last, or of what was forgotten after it;
/// <see cref="Readings"/> is how many there ever were.</summary>
public sealed record SeriesRow(string Device, string Series, long Revision, long LastSeq, long Readings)
{
    /// <summary>How many of them were forgotten.</summary>
    public long Gone { get; init; }

    /// <summary>The latest time of those; says nothing while there are none.</summary>
    public DateTimeOffset GoneTo { get; init; }

    /// <summary>Whether a reading is from a time of which nothing is kept any more: whether it had been there before, nobody knows.</summary>
    public bool IsPast(DateTimeOffset at) => Gone > 0 && at <= GoneTo;
}

/// <summary>The window of one install's function over a series; <see cref="Body"/> is JSON.</summary>
public sealed record WindowRow(string Device, string Series, string Install, string Function, byte[] Body);

/// <summary>What devices report, batch by batch. The head of a series is the fence: a batch that was decided on an older one does not happen.</summary>
public static class ReadingFacts
{
    /// <summary>Rows of one statement; statements of few lengths stay prepared.</summary>
    private const int Rows = 16;

    private const string HeadColumns = "device, series, revision, last_seq, readings, gone, gone_to";

    /// <summary>Moves a series on by a batch; <paramref name="head"/> null is its first.</summary>
    public static void Advance(Unit unit, string device, string series, SeriesRow? head, long lastSeq, int added)
    {
        if (head is null)
            unit.Must("INSERT INTO series_head (device, series, revision, last_seq, readings) VALUES ($1, $2, 1, $3, $4) ON CONFLICT DO NOTHING", Conflicts.Exists, series,
                device, series, lastSeq, added);
        else
            unit.Must("UPDATE series_head SET revision = revision + 1, last_seq = $1, readings = readings + $2 WHERE device = $3 AND series = $4 AND revision = $5",
                Domain.Codes.ConflictHead, series, lastSeq, added, device, series, head.Revision);
    }

    /// <summary>Adds readings of one series that are not there; one that is ends the unit as <see cref="Conflicts.Exists"/>.</summary>
    public static void Append(Unit unit, string device, string series, IReadOnlyList<ReadingRow> readings)
    {
        foreach (var some in readings.Chunk(Rows))
        {
            List<Arg> args = [device, series];
            foreach (var reading in some) args.AddRange([reading.Seq, reading.At, reading.Value]);
            var values = string.Join(", ", some.Select(static (_, n) => $"($1, $2, ${(n * 3) + 3}, ${(n * 3) + 4}, ${(n * 3) + 5})"));
            unit.Exactly(some.Length, $"INSERT INTO reading (device, series, seq, at, value) VALUES {values} ON CONFLICT DO NOTHING", Conflicts.Exists, series, args.ToArray());
        }
    }

    /// <summary>The head of a series, or null before its first reading.</summary>
    public static Task<SeriesRow?> Head(Database database, string device, string series, CancellationToken cancel = default) =>
        database.First<SeriesRow>($"SELECT {HeadColumns} FROM series_head WHERE device = $1 AND series = $2", ReadHead, cancel, device, series);

    /// <summary>Those of these numbers that the series has.</summary>
    public static async Task<HashSet<long>> Known(Database database, string device, string series, IReadOnlyList<long> seqs, CancellationToken cancel = default)
    {
        HashSet<long> known = [];
        foreach (var some in seqs.Chunk(256))
        {
            var list = Records.SqlList.Of(some.Select(static seq => (Arg)seq), 3);
            known.UnionWith(await database.Read($"SELECT seq FROM reading WHERE device = $1 AND series = $2 AND seq IN ({list.Sql})", static row => row.Number(0), cancel, [device, series, .. list.Args]));
        }
        return known;
    }

    /// <summary>The readings after a time up to and with another, in the order of time.</summary>
    public static Task<IReadOnlyList<ReadingRow>> Between(Database database, string device, string series, DateTimeOffset after, DateTimeOffset to, CancellationToken cancel = default) =>
        database.Read("SELECT device, series, seq, at, value FROM reading WHERE device = $1 AND series = $2 AND at > $3 AND at <= $4 ORDER BY at, seq",
            static row => new ReadingRow(row.Text(0), row.Text(1), row.Number(2), row.Time(3), row.Bytes(4)), cancel, device, series, after, to);

    /// <summary>The heads of series that have readings before a time, after one of them by device and series.</summary>
    public static Task<IReadOnlyList<SeriesRow>> Old(Database database, DateTimeOffset before, string device, string series, int most, CancellationToken cancel = default) => database.Read(
        $"""
        SELECT {HeadColumns} FROM series_head h
        WHERE (h.device > $1 OR (h.device = $1 AND h.series > $2)) AND (SELECT min(r.at) FROM reading r WHERE r.device = h.device AND r.series = h.series) < $3
        ORDER BY h.device, h.series LIMIT $4
        """, ReadHead, cancel, device, series, before, most);

    /// <summary>Forgets the oldest readings of a series that are before a time, about as many as asked: those of one time go together. A batch that was taken
    /// meanwhile comes first, and nothing goes.</summary>
    public static async Task<int> Forget(Database database, SeriesRow head, DateTimeOffset before, int most, CancellationToken cancel = default)
    {
        var oldest = await database.Read("SELECT at FROM reading WHERE device = $1 AND series = $2 AND at < $3 ORDER BY at LIMIT $4", static row => row.Time(0), cancel,
            head.Device, head.Series, before, most);
        if (oldest.Count == 0) return 0;
        var to = oldest[^1];
        var count = (int)await database.First("SELECT count(*) FROM reading WHERE device = $1 AND series = $2 AND at <= $3", static row => row.Number(0), cancel, head.Device, head.Series, to);
        var unit = new Unit();
        unit.Must("UPDATE series_head SET revision = revision + 1, gone = gone + $1, gone_to = CASE WHEN gone > 0 AND gone_to > $2 THEN gone_to ELSE $2 END WHERE device = $3 AND series = $4 AND revision = $5",
            Domain.Codes.ConflictHead, head.Series, count, to, head.Device, head.Series, head.Revision);
        unit.Exactly(count, "DELETE FROM reading WHERE device = $1 AND series = $2 AND at <= $3", Conflicts.Gone, head.Series, [head.Device, head.Series, to]);
        return (await database.Commit(unit, cancel)).Ok ? count : 0;
    }

    /// <summary>The windows over a series, or over every series of a device when that is empty.</summary>
    public static Task<IReadOnlyList<WindowRow>> Windows(Database database, string device, string series, CancellationToken cancel = default) =>
        database.Read("SELECT device, series, install, function, body FROM window_state WHERE device = $1 AND ($2 = '' OR series = $2) ORDER BY series, install, function",
            static row => new WindowRow(row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Bytes(4)), cancel, device, series);

    /// <summary>Keeps the state of a window; it goes into the unit that moves its series on.</summary>
    public static void Keep(Unit unit, WindowRow window) => unit.Do(
        "INSERT INTO window_state (device, series, install, function, body) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (device, series, install, function) DO UPDATE SET body = excluded.body",
        window.Device, window.Series, window.Install, window.Function, window.Body);

    private static SeriesRow ReadHead(Row row) => new(row.Text(0), row.Text(1), row.Number(2), row.Number(3), row.Number(4)) { Gone = row.Number(5), GoneTo = row.Time(6) };

    /// <summary>Changes whenever an install of the firm is made or its terms or state change.</summary>
    public static Task<(long Installs, long Epochs)> Terms(Database database, string tenant, CancellationToken cancel = default) =>
        database.First("SELECT count(*), CAST(coalesce(sum(epoch), 0) AS bigint) FROM install_head WHERE tenant = $1", static row => (row.Number(0), row.Number(1)), cancel, tenant);
}
