using Marketplace.Storage.Backup;

namespace Marketplace.Host.Operations;

/// <summary><c>backup FILE</c>.</summary>
internal sealed class BackupVerb : Verb
{
    public override string Name => "backup";

    public override string Operand => "FILE";

    public override string Summary => "takes the whole store into one file; a host may run";

    public override string Help =>
        """
        Writes the store as it is at one moment into FILE, which must not be there yet. Until it is whole and on
        disk it is called FILE.part. The file restores into SQLite and into PostgreSQL, whichever it came from.

        The file is secret: it holds every firm's records and the hashes of tokens and PINs. Only its owner may read it (0600). The master key
        (Marketplace:MasterKey) is not in it: keep that file too, and elsewhere. A host without it does not start on what was restored.
        """;

    public override async Task<int> Run(VerbPlace place, VerbLine line, CancellationToken cancel)
    {
        var started = place.Time.GetTimestamp();
        var progress = new Progress(place.Out, place.Time);
        var receipt = await StoreBackup.Take(place.Store, line.Operands[0], place.Time, progress.Told, cancel);
        await place.Out.WriteLineAsync($"{receipt.File}: {Progress.Count(receipt.Rows)} rows of {receipt.Tables} tables and {receipt.Keys} keys, {Progress.Size(receipt.Bytes)}, {Progress.Since(place.Time, started)}. Keep it secret, and the master key (Marketplace:MasterKey) elsewhere: what is restored starts with that key alone.");
        return 0;
    }
}
