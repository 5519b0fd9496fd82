using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Domain.Ledger;

/// <summary>The canonical form of what a ledger hashes: numbers in 8 bytes, big-endian two's complement; texts as their length in UTF-8
/// bytes, written as a number, and those bytes. It is written down in docs/adr/0021 so that others can check a journal without this code;
/// another form would be another first word.</summary>
public static class LedgerChain
{
    /// <summary>After so many postings the ledger's hash is kept as an anchor, and told to the log.</summary>
    public const long AnchorEvery = 64;

    /// <summary>What stands before the first line of a ledger: SHA-256 of <c>ledger.v1</c> and its name.</summary>
    public static byte[] Genesis(string ledger) => new Form("ledger.v1").Add(ledger).Sum([]);

    /// <summary>SHA-256 of the hash before and the line's canonical form.</summary>
    public static byte[] Hash(JournalLine line) => new Form("line.v1")
        .Add(line.Ledger).Add(line.Seq).Add(line.Line).Add(line.Op).Add(line.Kind).Add(line.Held).Add(line.Account).Add(line.Currency)
        .Add(line.Minor).Add(line.Pending).Add(line.Due.ToUnixTimeMilliseconds()).Add(line.At.ToUnixTimeMilliseconds()).Add(line.Memo).Add(line.Request)
        .Add(line.After.Debit).Add(line.After.Credit).Add(line.After.DebitPending).Add(line.After.CreditPending)
        .Sum(line.Before);

    /// <summary>What a command asks, as lower-case hex of a SHA-256: the same operation id with another one is a mismatch. The order in
    /// which lines are named does not matter.</summary>
    public static string Request(LedgerCommand command)
    {
        var form = command switch
        {
            LedgerCommand.Open { Account: var a } => new Form("open.v1").Add(a.Account).Add(a.Side).Add(a.Owner).Add(a.Currency).Add(a.Bound),
            LedgerCommand.Post post => Lines(new Form("post.v1").Add(post.Memo), post.Lines),
            LedgerCommand.Hold hold => Lines(new Form("hold.v1").Add(hold.Memo).Add(hold.Due.ToUnixTimeMilliseconds()), hold.Lines),
            LedgerCommand.PostHeld post => Lines(new Form("postHeld.v1").Add(post.Held), post.Lines),
            LedgerCommand.Void none => new Form("void.v1").Add(none.Held),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return Convert.ToHexStringLower(form.Sum([]));
    }

    /// <summary>A decided posting as the lines that follow on <paramref name="before"/>, the hash of the ledger so far.</summary>
    public static IReadOnlyList<JournalLine> Write(string ledger, long seq, byte[] before, string op, string request, Posting posting, DateTimeOffset at)
    {
        List<JournalLine> lines = new(posting.Lines.Count);
        foreach (var one in posting.Lines)
        {
            var line = new JournalLine
            {
                Ledger = ledger, Seq = seq, Line = lines.Count, Op = op, Kind = posting.Kind, Held = posting.Held, Account = one.Account, Currency = one.Currency,
                Minor = one.Minor, Pending = one.Pending, Due = Whole(posting.Due), At = Whole(at), Memo = posting.Memo, Request = request, After = one.After,
                Before = lines.Count == 0 ? before : lines[^1].Hash,
            };
            lines.Add(line with { Hash = Hash(line) });
        }
        return lines;
    }

    private static DateTimeOffset Whole(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    private static Form Lines(Form form, IReadOnlyList<LedgerLine> lines)
    {
        form.Add(lines.Count);
        foreach (var line in lines.OrderBy(static line => line.Account, StringComparer.Ordinal).ThenBy(static line => line.Minor)) form.Add(line.Account).Add(line.Minor);
        return form;
    }

    private sealed class Form
    {
        private readonly MemoryStream bytes = new(512);

        public Form(string word) => Add(word);

        public Form Add(string text)
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            Add(utf8.LongLength);
            bytes.Write(utf8);
            return this;
        }

        public Form Add(long number)
        {
            Span<byte> eight = stackalloc byte[8];
            BinaryPrimitives.WriteInt64BigEndian(eight, number);
            bytes.Write(eight);
            return this;
        }

        public byte[] Sum(byte[] before)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(before);
            hash.AppendData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
            return hash.GetHashAndReset();
        }
    }
}
