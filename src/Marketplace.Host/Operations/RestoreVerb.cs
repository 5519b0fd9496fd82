using Marketplace.Host.Composition;
using Marketplace.Storage.Backup;

namespace Marketplace.Host.Operations;

/// <summary><c>restore FILE</c>.</summary>
internal sealed class RestoreVerb : Verb
{
    private const string Replace = "--replace";

    public override string Name => "restore";

    public override string Operand => "FILE";

    public override IReadOnlyList<string> Switches => [Replace];

    public override string Summary => "brings a backup into the store of the configuration; no host may run";

    public override string Help =>
        """
        Looks at the whole of FILE first, then fills the store. A store that is not empty is left alone unless --replace is given, which says
        what goes. However it ends, the store is as in the backup or as it was. A backup of an older program is brought up to this one.

        Stop every host before. The keys go into the data folder; on a cluster copy that folder's keys to the other hosts.
        """;

    public override async Task<int> Run(VerbPlace place, VerbLine line, CancellationToken cancel)
    {
        var started = place.Time.GetTimestamp();
        var progress = new Progress(place.Out, place.Time);
        StoreSetup.Folder(place.Store.DataFolder);
        try
        {
            var receipt = await StoreRestore.Run(place.Store, line.Operands[0],
                line.Switches.Contains(Replace) ? holds => place.Out.WriteLine($"This goes: {Told(holds)}.") : null, place.Time, progress.Told, cancel);
            await place.Out.WriteLineAsync($"Restored {Progress.Count(receipt.Rows)} rows of {receipt.Tables} tables and {receipt.Keys} keys, taken {receipt.Made:yyyy-MM-dd HH:mm:ss} UTC from {receipt.Engine} at schema step {receipt.Step}; {Progress.Since(place.Time, started)}. Start the host.");
            return 0;
        }
        catch (StoreNotEmptyException full)
        {
            await place.Error.WriteLineAsync($"The store is not empty: {Told(full.Holds)}.\nNothing was changed. To lose all of it, take a backup of it first and then give {Replace}.");
            return 1;
        }
    }

    private static string Told(IReadOnlyList<(string Table, long Rows)> holds) => string.Join(", ", holds.Select(static one => $"{Progress.Count(one.Rows)} {one.Table}"));
}
