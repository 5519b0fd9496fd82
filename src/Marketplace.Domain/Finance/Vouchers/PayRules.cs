using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Finance;

/// <summary>The issuer's payment through its bank is recorded: every lot that can be paid is redeemed in one commit and one transfer, as far as a
/// transfer has lines and a commit has rows; a voucher in more hands or pieces takes several payments. Lots that wait for somebody, or for a court, are left.</summary>
internal static class PayRules
{
    private static readonly string[] payable = ["HELD", "FINANCED", "PRESENTED", "DISHONOURED", "RECOURSE", "REPURCHASED"];

    public static IReadOnlyList<ResourceRead> Reads(ResourceCommand command, ResourceFacts facts)
    {
        var live = new ResourceRead.Set(FinanceCollections.Lots, LotRules.Live(command.On.Id));
        if (!facts.Knows(live)) return [live];
        IReadOnlyList<ResourceRead> financings = [.. Batch(facts, command.On.Id).Where(static one => one.As<Lot>().Financing.Length > 0)
            .Select(static one => FinanceTold.Read(FinanceCollections.Financings, one.As<Lot>().Financing))];
        return [.. financings, .. financings.Where(facts.Knows).SelectMany(read => FinancingRules.LineOf(facts.Row(((ResourceRead.Row)read).Name)!.As<Financing>()))];
    }

    public static Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts)
    {
        var thing = facts.Of(command)!;
        var (voucher, reference) = (thing.As<Voucher>(), command.Read(FinanceJson.Default.ReferenceInput).Reference);
        var batch = Batch(facts, command.On.Id);
        if (batch.Count == 0) return Refusal.Of(Codes.FinanceNothing, ("what", command.On.Id));
        var paid = batch.Sum(static one => one.As<Lot>().Fen);
        var isAll = voucher.RedeemedFen + paid == voucher.Fen;
        var after = thing.Into(isAll ? "REDEEMED" : "ACTIVE", voucher with { RedeemedFen = voucher.RedeemedFen + paid, References = [.. voucher.References, reference] });
        List<ResourcePut> puts = [new(after, command.Name), .. batch.Select(static one => new ResourcePut(LotRules.Marked(one.Into("REDEEMED", one.Body)), "redeem"))];
        var lines = new Dictionary<string, long>(StringComparer.Ordinal) { [voucher.Line] = paid };
        foreach (var lot in batch.Where(static one => one.As<Lot>().Financing.Length > 0))
        {
            var financing = facts.Row(FinanceCollections.Financings, lot.As<Lot>().Financing)!;
            var body = financing.As<Financing>();
            puts.Add(new ResourcePut(financing.Into("REPAID", body with { Reference = reference }), "repay"));
            if (body.Chosen!.Line is { Length: > 0 } line) lines[line] = lines.GetValueOrDefault(line) + body.Fen;
        }
        puts.AddRange(lines.Select(one => LineRules.Free(facts.Row(FinanceCollections.Lines, one.Key)!, one.Value)));
        if (isAll && facts.Row(FinanceCollections.Receivables, voucher.Receivable) is { } receivable)
            puts.Add(new ResourcePut(receivable.Into("SETTLED", receivable.As<Receivable>() with { Reference = reference }), "settle"));
        return new ResourceDecision
        {
            Puts = puts, Transfer = Posting(command.On.Id, voucher.Issuer, batch).Transfer(),
            Events = [after.Told("voucher", isAll ? "redeemed" : "paid", ("fen", paid)), .. batch.Select(static one => one.Told("lot", "redeemed"))],
        };
    }

    private static List<Resource> Batch(ResourceFacts facts, string voucher)
    {
        List<Resource> batch = [];
        foreach (var lot in facts.Set(FinanceCollections.Lots, LotRules.Live(voucher)).Where(static one => payable.Contains(one.State)).OrderBy(static one => one.As<Lot>().Lo))
        {
            batch.Add(lot);
            if (batch.Count <= VoucherRules.MostLots && Posting(voucher, lot.As<Lot>().Issuer, batch).Count <= FinancePosting.MostLines) continue;
            batch.RemoveAt(batch.Count - 1);
            break;
        }
        return batch;
    }

    private static FinancePosting Posting(string voucher, string issuer, List<Resource> batch)
    {
        var posting = new FinancePosting($"redeem {voucher}");
        foreach (var lot in batch.Select(static one => one.As<Lot>()))
        {
            posting.Issued(issuer, voucher, lot.Fen).Cash(issuer, -lot.Fen).Cash(lot.Holder, lot.Fen);
            if (lot.Financing.Length > 0) posting.Asset(lot.Holder, voucher, -lot.Fen);
            else posting.Held(lot.Holder, voucher, -lot.Fen);
        }
        return posting;
    }
}
