using Marketplace.Domain.Ledger;

namespace Marketplace.Domain.Billing;

/// <summary>What one version's function was used for on one day, or a flat fee. Written once, when it is posted.</summary>
public sealed record BillLine
{
    /// <summary>Kinds: calls of a function, and the flat fee of a month.</summary>
    public const string Calls = "call", Fee = "month";

    public required string Brain { get; init; }
    public required string Tenant { get; init; }
    public required string App { get; init; }
    /// <summary><c>YYYY-MM-DD</c> in the firm's zone.</summary>
    public required string Day { get; init; }
    /// <summary>The number of the portion of this day, from 1; 0 for a fee.</summary>
    public required long Portion { get; init; }
    public required string Version { get; init; }
    /// <summary>Empty for a fee.</summary>
    public string Function { get; init; } = "";
    public required string Kind { get; init; }
    /// <summary>Billed calls, or 1 for a fee.</summary>
    public required long Quantity { get; init; }
    /// <summary>Micro-yuan; the sum of the three parts.</summary>
    public required long Total { get; init; }
    public long Platform { get; init; }
    public long Publisher { get; init; }
    public long Resources { get; init; }
    /// <summary>What the public purse bears of the total, micro-yuan.</summary>
    public long Subsidy { get; init; }
    /// <summary>The programme that bears it, or empty.</summary>
    public string Program { get; init; } = "";
}

/// <summary>What of a day's log was not posted yet, and what moves in the ledger when it is.</summary>
public static class BillRules
{
    /// <summary>The lines that are to be posted: what was metered less what was posted of it. What was posted cannot be more.</summary>
    public static Answer<IReadOnlyList<BillLine>> Rest(IReadOnlyList<BillLine> metered, IReadOnlyList<BillLine> posted)
    {
        Dictionary<(string, string), BillLine> rest = metered.ToDictionary(static line => (line.Version, line.Function));
        foreach (var done in posted)
        {
            var key = (done.Version, done.Function);
            if (!rest.TryGetValue(key, out var line)) return More(done);
            line = line with
            {
                Quantity = line.Quantity - done.Quantity,
                Total = line.Total - done.Total,
                Platform = line.Platform - done.Platform,
                Publisher = line.Publisher - done.Publisher,
                Resources = line.Resources - done.Resources,
            };
            if (line.Quantity < 0 || line.Platform < 0 || line.Publisher < 0 || line.Resources < 0) return More(done);
            rest[key] = line;
        }
        return new Answer<IReadOnlyList<BillLine>>
        {
            Value = [.. rest.Values.Where(static line => line.Quantity > 0 || line.Total > 0).OrderBy(static line => line.Version, StringComparer.Ordinal).ThenBy(static line => line.Function, StringComparer.Ordinal)],
        };
    }

    /// <summary>The lines with the purse's part divided among them in proportion.</summary>
    public static IReadOnlyList<BillLine> Subsidised(IReadOnlyList<BillLine> lines, string program, long subsidy)
    {
        if (subsidy == 0) return lines;
        var parts = Apportion.Split(subsidy, [.. lines.Select(static line => line.Total)]);
        return [.. lines.Select((line, i) => line with { Subsidy = parts[i], Program = parts[i] > 0 ? program : "" })];
    }

    /// <summary>What moves: the firm owes what the purse does not bear; platform, publisher and resources have earned. Nothing for lines of nothing.</summary>
    public static IReadOnlyList<LedgerLine> Transfer(IReadOnlyList<BillLine> lines)
    {
        var first = lines[0];
        Dictionary<string, long> moves = new(StringComparer.Ordinal);
        void Move(string account, long minor) => moves[account] = checked(moves.GetValueOrDefault(account) + minor);
        foreach (var line in lines)
        {
            Move(BillAccounts.Firm(first.Tenant), line.Total - line.Subsidy);
            if (line.Subsidy > 0) Move(BillAccounts.Purse(line.Program), line.Subsidy);
            Move(BillAccounts.Platform, -line.Platform);
            Move(BillAccounts.Publisher(Keys.Owner(first.App)), -line.Publisher);
            Move(BillAccounts.Resources, -line.Resources);
        }
        return [.. moves.Where(static move => move.Value != 0).Select(static move => new LedgerLine { Account = move.Key, Minor = move.Value })];
    }

    private static Refusal More(BillLine done) => Refusal.Of(Codes.LedgerUnbalanced, ("sum", $"{done.App} {done.Day} {done.Version} {done.Function}"));
}
