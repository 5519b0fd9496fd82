using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Storage;
using Xunit;

namespace Marketplace.Tests.Cluster.Ledger;

/// <summary>A ledger read by plain SQL and folded once more, with a canonical form of its own, written from the text of ADR 0021. It shares
/// no line with what it checks.</summary>
internal sealed class PlainBooks
{
    public sealed record Entry(long Seq, long Line, string Op, string Kind, string Held, string Account, string Currency, long Minor, long Pending, string Request, long[] After);

    private readonly List<string> faults = [];
    private readonly Dictionary<string, BigInteger[]> totals = new(StringComparer.Ordinal);
    private readonly List<Entry> entries = [];

    public IReadOnlyList<string> Faults => faults;

    public IReadOnlyList<Entry> Entries => entries;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<PlainBooks> Read(Database database, string ledger)
    {
        var books = new PlainBooks();
        var bounds = (await database.Read("SELECT account, bound, currency FROM ledger_account WHERE ledger = $1", static row => (row.Text(0), row.Text(1), row.Text(2)), Cancel, ledger))
            .ToDictionary(static one => one.Item1, static one => (Bound: one.Item2, Currency: one.Item3));
        var hash = SHA256.HashData([.. Text("ledger.v1"), .. Text(ledger)]);
        var lines = await database.Read(
            "SELECT seq, line, op, kind, held, account, currency, minor, pending, due, at, memo, request, debit, credit, debit_pending, credit_pending, prev_hash, hash FROM ledger_journal WHERE ledger = $1 ORDER BY seq, line",
            static row => (Entry: new Entry(row.Number(0), row.Number(1), row.Text(2), row.Text(3), row.Text(4), row.Text(5), row.Text(6), row.Number(7), row.Number(8), row.Text(12), [row.Number(13), row.Number(14), row.Number(15), row.Number(16)]),
                Due: row.Number(9), At: row.Number(10), Memo: row.Text(11), Before: row.Bytes(17), Hash: row.Bytes(18)), Cancel, ledger);
        foreach (var (one, due, at, memo, before, kept) in lines)
        {
            books.entries.Add(one);
            if (!before.AsSpan().SequenceEqual(hash)) books.faults.Add($"posting {one.Seq} line {one.Line} stands behind another line");
            hash = SHA256.HashData([.. hash, .. Text("line.v1"), .. Text(ledger), .. Number(one.Seq), .. Number(one.Line), .. Text(one.Op), .. Text(one.Kind), .. Text(one.Held),
                .. Text(one.Account), .. Text(one.Currency), .. Number(one.Minor), .. Number(one.Pending), .. Number(due), .. Number(at), .. Text(memo), .. Text(one.Request), .. one.After.SelectMany(Number)]);
            if (!kept.AsSpan().SequenceEqual(hash)) books.faults.Add($"posting {one.Seq} line {one.Line} has another hash");
            books.Fold(one, bounds);
        }
        books.Postings();
        var head = await database.Read("SELECT seq, hash FROM ledger_head WHERE ledger = $1", static row => (row.Number(0), row.Bytes(1)), Cancel, ledger);
        if (head.Count == 0 && books.entries.Count == 0) return books; // nothing has been posted yet
        if (head.Count != 1 || head[0].Item1 != (books.entries.Count == 0 ? 0 : books.entries[^1].Seq) || !head[0].Item2.AsSpan().SequenceEqual(hash)) books.faults.Add("the head is elsewhere");
        await books.Kept(database, ledger);
        return books;
    }

    private void Fold(Entry one, Dictionary<string, (string Bound, string Currency)> bounds)
    {
        if (!totals.TryGetValue(one.Account, out var all)) totals[one.Account] = all = [0, 0, 0, 0];
        if (one.Minor > 0) all[0] += one.Minor;
        else all[1] -= one.Minor;
        var sign = one.Kind == "hold" ? 1 : -1;
        if (one.Pending > 0) all[2] += sign * (BigInteger)one.Pending;
        else all[3] -= sign * (BigInteger)one.Pending;
        if (!all.SequenceEqual(one.After.Select(static n => (BigInteger)n))) faults.Add($"posting {one.Seq}: {one.Account} is said to stand at {string.Join('/', one.After)} and stands at {string.Join('/', all)}");
        if (!bounds.TryGetValue(one.Account, out var terms) || terms.Currency != one.Currency) faults.Add($"{one.Account} has other terms");
        else if ((terms.Bound == "creditsWithinDebits" && all[1] + all[3] > all[0]) || (terms.Bound == "debitsWithinCredits" && all[0] + all[2] > all[1])) faults.Add($"posting {one.Seq}: {one.Account} is beyond its bound");
        if (all.Any(static n => n.Sign < 0)) faults.Add($"posting {one.Seq}: {one.Account} has less than nothing");
    }

    private void Postings()
    {
        HashSet<string> operations = new(StringComparer.Ordinal), ended = new(StringComparer.Ordinal);
        var last = 0L;
        foreach (var posting in entries.GroupBy(static e => e.Seq))
        {
            var first = posting.First();
            if (posting.Key != ++last) faults.Add($"posting {last} is missing");
            if (posting.Aggregate(BigInteger.Zero, static (sum, e) => sum + e.Minor) != 0 || posting.Aggregate(BigInteger.Zero, static (sum, e) => sum + e.Pending) != 0) faults.Add($"posting {posting.Key} does not sum to zero");
            if (posting.Any(e => e.Op != first.Op || e.Held != first.Held || e.Currency != first.Currency) || !posting.Select(static e => e.Line).SequenceEqual(Enumerable.Range(0, posting.Count()).Select(static n => (long)n))) faults.Add($"posting {posting.Key} is not one");
            if (!operations.Add(first.Op)) faults.Add($"{first.Op} was done twice");
            if (first.Held.Length == 0) continue;
            if (!ended.Add(first.Held)) faults.Add($"the hold {first.Held} ended twice");
            var held = entries.Where(e => e.Op == first.Held && e.Kind == "hold").Select(static e => (e.Account, e.Pending));
            if (!held.SequenceEqual(posting.Select(static e => (e.Account, e.Pending)))) faults.Add($"posting {posting.Key} releases other than {first.Held} holds");
        }
    }

    private async Task Kept(Database database, string ledger)
    {
        var balances = await database.Read("SELECT account, debit, credit, debit_pending, credit_pending FROM ledger_balance WHERE ledger = $1",
            static row => (Account: row.Text(0), Totals: (BigInteger[])[row.Number(1), row.Number(2), row.Number(3), row.Number(4)]), Cancel, ledger);
        if (balances.Count != totals.Count) faults.Add("an account has no balance, or a balance no account");
        foreach (var (account, kept) in balances)
            if (!totals.TryGetValue(account, out var folded) || !folded.SequenceEqual(kept)) faults.Add($"the balance of {account} is not its fold");
        var outcomes = await database.Read("SELECT op, seq FROM ledger_operation WHERE ledger = $1 AND code = ''", static row => (row.Text(0), row.Number(1)), Cancel, ledger);
        if (!outcomes.Order().SequenceEqual(entries.Select(static e => (e.Op, e.Seq)).Distinct().Order())) faults.Add("the outcomes are not the journal's");
        var open = entries.Where(static e => e.Kind == "hold").Select(static e => e.Op).Except(entries.Select(static e => e.Held)).Order(StringComparer.Ordinal).ToList();
        var holds = await database.Read("SELECT op FROM ledger_hold WHERE ledger = $1 AND state = 'open'", static row => row.Text(0), Cancel, ledger);
        if (!open.SequenceEqual(holds.Order(StringComparer.Ordinal))) faults.Add("what is held is not what the journal holds");
        var due = await database.Read("SELECT payload FROM due_work WHERE kind = 'hold' AND key = $1", static row => Encoding.UTF8.GetString(row.Bytes(0)), Cancel, ledger);
        if (!open.SequenceEqual(due.Distinct().Order(StringComparer.Ordinal))) faults.Add("something is held without an end");
        var anchors = await database.Read("SELECT a.seq FROM ledger_anchor a JOIN ledger_journal j ON j.ledger = a.ledger AND j.seq = a.seq AND j.hash = a.hash WHERE a.ledger = $1 ORDER BY a.seq", static row => row.Number(0), Cancel, ledger);
        if (!anchors.SequenceEqual(entries.Select(static e => e.Seq).Distinct().Where(static seq => seq % 64 == 0))) faults.Add("an anchor is missing or wrong");
    }

    private static byte[] Number(long number)
    {
        var eight = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(eight, number);
        return eight;
    }

    private static byte[] Text(string text) => [.. Number(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];
}
