using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Finance;

/// <summary>How much the evidence carries: L = min(cap, α · accepted orders that are not shipped · fulfilment + β · confirmed receivables · (1 − dilution)
/// − haircut − exposure), never below 0. The haircut is what one debtor has beyond half of the evidence. What is read is not fenced: a limit is a
/// proposal, a funder approves it.</summary>
internal static class LimitRules
{
    private const long Million = 1_000_000;

    public static IReadOnlyList<ResourceRead> Reads(string firm) =>
    [
        new ResourceRead.Set(FinanceCollections.CallOffs, Of(firm), Loose: true), new ResourceRead.Set(FinanceCollections.Deliveries, Of(firm), Loose: true),
        new ResourceRead.Set(FinanceCollections.Receivables, Of(firm), Loose: true), new ResourceRead.Set(FinanceCollections.Financings, Of(firm), Loose: true),
    ];

    /// <summary>The limit of a firm that sells.</summary>
    public static LimitExplained Of(string firm, LineTerms terms, ResourceFacts facts)
    {
        var callOffs = facts.Set(FinanceCollections.CallOffs, Of(firm), loose: true);
        var orders = callOffs.Where(static one => one.State == "ACCEPTED").Select(static one => one.As<CallOff>()).ToList();
        var free = facts.Set(FinanceCollections.Receivables, Of(firm), loose: true);
        var confirmed = free.Where(static one => one.State == "CONFIRMED" && one.As<Receivable>().Financing.Length == 0).Select(static one => one.As<Receivable>()).ToList();
        var (fulfil, dilution) = (Fulfilment(callOffs, facts.Set(FinanceCollections.Deliveries, Of(firm), loose: true)), Dilution(free));
        var fromOrders = Share(Share(orders.Sum(static one => one.OpenFen), terms.AlphaPpm), fulfil);
        var fromReceivables = Share(Share(confirmed.Sum(static one => one.Fen), terms.BetaPpm), Million - dilution);
        var byDebtor = orders.Select(one => (one.Debtor, Fen: Share(Share(one.OpenFen, terms.AlphaPpm), fulfil)))
            .Concat(confirmed.Select(one => (one.Debtor, Fen: Share(Share(one.Fen, terms.BetaPpm), Million - dilution)))).GroupBy(static one => one.Debtor, static one => one.Fen).Select(static one => one.Sum()).ToList();
        var (evidence, largest) = (fromOrders + fromReceivables, byDebtor.DefaultIfEmpty().Max());
        var haircut = Math.Max(0, largest - evidence / 2);
        var exposure = facts.Set(FinanceCollections.Financings, Of(firm), loose: true)
            .Where(static one => one.State is "ACCEPTED" or "REGISTERED" or "DISBURSED" or "DEFAULTED").Sum(static one => one.As<Financing>().Fen);
        var left = Math.Max(0, evidence - haircut - exposure);
        return new LimitExplained
        {
            OrdersFen = orders.Sum(static one => one.OpenFen), FulfilPpm = fulfil, FromOrdersFen = fromOrders, ReceivablesFen = confirmed.Sum(static one => one.Fen), DilutionPpm = dilution,
            FromReceivablesFen = fromReceivables, ConcentrationPpm = evidence == 0 ? 0 : (long)((Int128)largest * Million / evidence), HaircutFen = haircut, ExposureFen = exposure,
            CapFen = terms.CapFen, LimitFen = Math.Min(terms.CapFen, left), Binds = terms.CapFen <= left ? "cap" : exposure > evidence - haircut ? "exposure" : "evidence",
        };
    }

    /// <summary>The limit of a firm that issues: what the funder carries of it.</summary>
    public static LimitExplained OfIssuer(LineTerms terms) => new()
    {
        OrdersFen = 0, FulfilPpm = 0, FromOrdersFen = 0, ReceivablesFen = 0, DilutionPpm = 0, FromReceivablesFen = 0, ConcentrationPpm = 0, HaircutFen = 0, ExposureFen = 0,
        CapFen = terms.CapFen, LimitFen = terms.CapFen, Binds = "cap",
    };

    private static string Of(string firm) => $"seller:{firm}";

    private static long Share(long fen, long ppm) => (long)((Int128)fen * ppm / Million);

    private static long Fulfilment(IReadOnlyList<Resource> callOffs, IReadOnlyList<Resource> deliveries)
    {
        var dues = callOffs.ToDictionary(static one => one.Name.Id, static one => one.As<CallOff>().Lines.ToDictionary(static line => line.Line, static line => line.Due));
        long sent = 0, good = 0;
        foreach (var body in deliveries.Where(static one => one.State is "RECEIVED" or "STATED").Select(static one => one.As<Delivery>()))
            foreach (var line in body.Lines)
            {
                sent += line.Shipped;
                if (dues.TryGetValue(body.CallOff, out var due) && body.ReceivedOn <= due[line.Line]) good += line.Accepted;
            }
        return sent == 0 ? 0 : (long)((Int128)good * Million / sent);
    }

    private static long Dilution(IReadOnlyList<Resource> receivables)
    {
        var known = receivables.Select(static one => one.As<Receivable>()).Where(static one => one.Invoices.Count > 0).ToList();
        var invoiced = known.Sum(static one => one.Invoices.Sum(static line => line.Fen));
        return invoiced == 0 ? 0 : (long)((Int128)(invoiced - known.Sum(static one => one.Fen)) * Million / invoiced);
    }
}
