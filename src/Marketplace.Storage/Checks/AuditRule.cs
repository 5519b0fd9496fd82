using System.Security.Cryptography;
using Marketplace.Storage.Audit;
using Marketplace.Storage.Reading;

namespace Marketplace.Storage.Checks;

/// <summary>Each entry of an audit chain follows from the one before it, up to the chain's head.</summary>
internal sealed class AuditRule : StoreRule
{
    private static readonly Dictionary<string, string> NoFacts = [];

    public override string Name => "audit";

    public override string Promise => "each entry's hash follows from the entry before it, up to the head";

    public override async Task Look(Snapshot store, Findings findings, CancellationToken cancel)
    {
        var heads = (await store.All("SELECT chain, last, hash FROM audit_head", static row => (Chain: row.Text(0), Last: row.Number(1), Hash: row.Bytes(2)), cancel))
            .ToDictionary(static head => head.Chain, StringComparer.Ordinal);
        Dictionary<string, (long Seq, byte[] Hash)> ends = new(StringComparer.Ordinal);
        HashSet<string> broken = new(StringComparer.Ordinal);
        await foreach (var row in store.Read("SELECT chain, seq, at, actor, act, subject, facts, entry, hash FROM audit ORDER BY chain, seq", cancel))
        {
            findings.Look();
            var (chain, seq) = (row.Text(0), row.Number(1));
            var (last, before) = ends.GetValueOrDefault(chain, (0, []));
            var bytes = AuditFacts.Bytes(new AuditEntry(chain, row.Time(2), row.Text(3), row.Text(4), row.Text(5), NoFacts), row.Bytes(6));
            var hash = row.Bytes(8);
            ends[chain] = (seq, hash);
            if (broken.Contains(chain)) continue;
            if (seq != last + 1) findings.Add($"{chain}: entry {last + 1} is missing");
            else if (!row.Bytes(7).AsSpan().SequenceEqual(bytes)) findings.Add($"{chain}: entry {seq} is not what was written");
            else if (!SHA256.HashData([.. before, .. bytes]).AsSpan().SequenceEqual(hash)) findings.Add($"{chain}: entry {seq} does not follow from the one before");
            else continue;
            broken.Add(chain);
        }
        foreach (var head in heads.Values)
        {
            var (last, hash) = ends.GetValueOrDefault(head.Chain, (0, []));
            if (head.Last != last || (!broken.Contains(head.Chain) && !head.Hash.AsSpan().SequenceEqual(hash))) findings.Add($"{head.Chain}: the head stands at {head.Last} and the chain ends at {last}, or with another hash");
        }
    }
}
