using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Marketplace.Domain;
using Marketplace.Domain.Finance;
using Marketplace.Domain.Resources;

namespace Marketplace.Tests.Finance;

/// <summary>The service with a wrong rule over it, and with its decisions written down.</summary>
internal sealed class Watched(FinanceFault fault = FinanceFault.None) : IResourceService
{
    private readonly FinanceService inner = new();

    /// <summary>What was decided since it was last emptied.</summary>
    public List<(ResourceCommand Command, ResourceDecision Decision)> Decided { get; } = [];

    public string Name => inner.Name;
    public IReadOnlyList<string> Modes => inner.Modes;
    public IReadOnlyList<StateTable> Tables => inner.Tables;
    public string? Schema(string collection, string command) => inner.Schema(collection, command);
    public JsonTypeInfo Shape(string collection) => inner.Shape(collection);
    public IReadOnlyList<ResourceRead> Reads(ResourceCommand command, ResourceFacts facts) => inner.Reads(command, facts);
    public JsonObject View(Resource thing, ResourceViewer viewer) => inner.View(thing, viewer);

    public Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        var decided = inner.Decide(command, FinanceFaults.Facts(fault, facts), now);
        if (!decided.Ok) return decided;
        var decision = FinanceFaults.Decision(fault, command, decided.Must());
        Decided.Add((command, decision));
        return decision;
    }
}

/// <summary>Rules that are wrong on purpose, one an invariant at least.</summary>
public enum FinanceFault
{
    None,
    F1SplitLosesAFen,
    F2OfferHandsOver,
    F3HalfATransfer,
    F3RedeemsTooLittle,
    F4LineIsNotUsed,
    F5KeysAreNotTaken,
    F5PledgeIsForgotten,
    F6TenorIsNotLookedAt,
    F7FreezeHandsOver,
    F8SplitIsLonger,
    F10FeeIsNotCapped,
    LineRisesByItself,
    ShortDeliveryIsForgotten,
}

internal static class FinanceFaults
{
    public static ResourceFacts Facts(FinanceFault fault, ResourceFacts facts)
    {
        var limits = fault switch
        {
            FinanceFault.F6TenorIsNotLookedAt => """{"tenorMonths":11}""",
            FinanceFault.F10FeeIsNotCapped => """{"feeCapPpm":900000}""",
            _ => null,
        };
        if (limits is null) return facts;
        var other = new ResourceFacts { Policy = facts.Policy with { Limits = JsonElement.Parse(limits) } };
        foreach (var read in facts.Reads)
            other.Add(read, read switch
            {
                ResourceRead.Row row => facts.Row(row.Name) is { } one ? [one] : [],
                ResourceRead.Set set => facts.Set(set.Collection, set.Mark, set.Loose),
                _ => throw new NotSupportedException(),
            });
        return other;
    }

    public static ResourceDecision Decision(FinanceFault fault, ResourceCommand command, ResourceDecision right) => (fault, command.Name) switch
    {
        (FinanceFault.F1SplitLosesAFen, "split") => Lots(right, "carve", static (lot, i) => i == 1 && lot.Fen > 1 ? lot with { Hi = lot.Hi - 1 } : lot),
        (FinanceFault.F2OfferHandsOver, "offer") => Lots(right, "offer", static (lot, _) => lot with { Holder = lot.Offeree }),
        (FinanceFault.F3HalfATransfer, "accept") when right.Transfer is { } moved => right with { Transfer = moved with { Lines = [.. moved.Lines.Skip(1)] } },
        (FinanceFault.F3RedeemsTooLittle, "pay") when right.Transfer is { } moved =>
            right with { Transfer = moved with { Lines = [.. moved.Lines.Where(static one => one.Account.EndsWith("/cash", StringComparison.Ordinal))] } },
        (FinanceFault.F4LineIsNotUsed, "issue" or "accept") => Lines(right, "use", static line => line with { UsedFen = 0 }),
        (FinanceFault.F5KeysAreNotTaken, "evidence" or "apply") => right with { Claims = [] },
        (FinanceFault.F5PledgeIsForgotten, "apply") => Receivables(right, static one => one with { Financing = "" }),
        (FinanceFault.F7FreezeHandsOver, "freeze") => Lots(right, "freeze", static (lot, _) => lot with { Holder = "court" }),
        (FinanceFault.F8SplitIsLonger, "split") => Lots(right, "carve", static (lot, _) => lot with { Maturity = lot.Maturity.AddDays(7) }),
        (FinanceFault.LineRisesByItself, "recompute") => Lines(right, "recompute", static line => line with { LimitFen = Math.Max(line.LimitFen, line.Explained.CapFen) }),
        (FinanceFault.ShortDeliveryIsForgotten, "agree") => right with { Puts = [.. right.Puts.Where(static one => one.Command != "reopen")] },
        _ => right,
    };

    private static ResourceDecision Lots(ResourceDecision right, string by, Func<Lot, int, Lot> wrong) =>
        right with { Puts = [.. right.Puts.Select((put, i) => put.Command == by && put.After.Body is Lot lot ? put with { After = put.After with { Body = wrong(lot, i) } } : put)] };

    private static ResourceDecision Lines(ResourceDecision right, string by, Func<CreditLine, CreditLine> wrong) =>
        right with { Puts = [.. right.Puts.Select(put => put.Command == by && put.After.Body is CreditLine line ? put with { After = put.After with { Body = wrong(line) } } : put)] };

    private static ResourceDecision Receivables(ResourceDecision right, Func<Receivable, Receivable> wrong) =>
        right with { Puts = [.. right.Puts.Select(put => put.After.Body is Receivable one ? put with { After = put.After with { Body = wrong(one) } } : put)] };
}
