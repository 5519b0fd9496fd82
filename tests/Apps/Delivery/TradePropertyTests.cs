using System.Globalization;
using Marketplace.Domain.Publishing;
using Marketplace.Sandbox;
using Marketplace.Tests.Apps.Piecework;
using Marketplace.Tests.Apps.TagToParameter.Scans;

namespace Marketplace.Tests.Apps.Delivery;

/// <summary>Generated trades through the real app in the real kernel; statements, ages and advances are a bookkeeper's, to the fen.</summary>
public sealed class TradePropertyTests(ITestOutputHelper output)
{
    private const string App = "apps/auto/delivery";
    private static readonly bool nightly = Environment.GetEnvironmentVariable("NIGHTLY") == "1";
    private static readonly string[] endings =
    [
        "short borne by us", "short borne by customer", "short borne by carrier", "over borne by us", "over borne by customer", "damaged borne by us", "damaged borne by customer",
        "returned afterwards, borne by us", "returned afterwards, borne by customer", "counted short", "short noted before the count", "loaded by the pallet", "unpack", "signed after the statement was sent",
        "corrected a line of a statement that is draft", "corrected a line of a statement that is disputed", "corrected a line of a statement that is agreed", "corrected a line of a statement that is invoiced",
        "statement paid", "statement part paid", "advance kept", "allocated by choice", "takeBack", "reversePayment",
        "owed notDue", "owed to30", "owed to60", "owed to90", "owed beyond", "owed unagreed", "owed advance",
        "refused statement.state", "refused statement.periodRuns", "refused delivery.state", "refused delivery.notLoaded", "refused difference.late", "refused receipt.uncounted", "refused callOff.tooMuch",
        "refused payment.known", "refused allocation.tooMuch", "refused allocation.beyond", "refused allocation.taken", "refused correction.none", "refused code.check",
    ];

    [Fact]
    public async Task What_is_owed_is_what_a_bookkeeper_works_out()
    {
        var (seed, firms, tally) = (Seed(), nightly ? 40 : 2, new Tally());
        output.WriteLine($"seed {seed}, {firms} firms with 3 customers from September 2026 to February 2027 (MARKETPLACE_SEED runs one again)");
        var wrong = await Run(Packages.Read(App), seed, firms, 170, tally);
        output.WriteLine(tally.ToString());
        Assert.True(wrong is null, wrong);
        Assert.Empty(tally.Missing(endings));
    }

    [Theory]
    [InlineData("lib/money.js", "ctx.decimal.mul(net, taxRate)", "ctx.decimal.mul(ctx.decimal.mul(qty, price), taxRate)")]
    [InlineData("lib/money.js", "Number(ctx.decimal.div(micro, FEN, 0)) * FEN", "Math.floor(Number(micro) / FEN) * FEN")]
    [InlineData("lib/orders.js", "part: { in: parts }, from: { lte: day }", "part: { in: parts }")]
    [InlineData("lib/receipts.js", "lines.map((line) => line.part), delivery.shippedOn)", "lines.map((line) => line.part), on)")]
    [InlineData("lib/receipts.js", "bearer === 'customer' ? qty : '0'", "bearer === 'us' ? '0' : qty")]
    [InlineData("lib/receipts.js", "return bearer === 'customer' ? '0' : ctx.decimal.sub(0, qty);", "return ctx.decimal.sub(0, qty);")]
    [InlineData("lib/receipts.js", "known.filter((one) => one.kind === 'short')", "known.filter(() => false)")]
    [InlineData("lib/receipts.js", "ctx.decimal.sub(order.underway, left[id])", "ctx.decimal.sub(order.underway, qty)")]
    [InlineData("lib/receipts.js", "ctx.date.daysBetween(delivery.receivedOn, ctx.date.today()) > customer.acceptDays", "false")]
    [InlineData("lib/bills.js", "while (statement && statement.state !== 'draft')", "while (false)")]
    [InlineData("lib/bills.js", "net: right.net - sum('net')", "net: right.net - root.net")]
    [InlineData("lib/bills.js", "if (statement.state === 'sent')", "if (false)")]
    [InlineData("lib/days.js", "Number(day.slice(8)) > closingDay", "Number(day.slice(8)) >= closingDay")]
    [InlineData("lib/statements.js", "customer.termFrom === 'receipt'", "customer.termFrom === 'never'")]
    [InlineData("lib/statements.js", "ctx.date.today() <= statement.closesOn", "ctx.date.today() < statement.closesOn")]
    [InlineData("lib/payments.js", "orderBy: ['dueOn', 'number']", "orderBy: ['-dueOn']")]
    [InlineData("lib/payments.js", "const paid = statement.paid - allocation.amount;", "const paid = statement.paid;")]
    [InlineData("lib/payments.js", "if (again || allocation.takesBack)", "if (allocation.takesBack)")]
    [InlineData("lib/payments.js", "if (amount > owed)", "if (false)")]
    [InlineData("lib/owed.js", "days < 0 ? 'notDue'", "days <= 0 ? 'notDue'")]
    [InlineData("lib/owed.js", "days <= 30 ? 'to30'", "days < 30 ? 'to30'")]
    [InlineData("lib/owed.js", "const BEFORE = ['draft', 'sent', 'disputed'];", "const BEFORE = ['sent', 'disputed'];")]
    [InlineData("lib/notes.js", "if (waiting.length > 0)", "if (false)")]
    [InlineData("lib/notes.js", "const qty = at === count - 1 ? last : String(perBox);", "const qty = String(perBox);")]
    [InlineData("lib/numbers.js", "update(counter.id, { last: from + count }", "update(counter.id, { last: from + count + 1 }")]
    [InlineData("lib/numbers.js", "ctx.date.today().slice(0, 7).replace('-', '') + '-'", "ctx.date.today().slice(0, 4) + '09-'")]
    [InlineData("lib/states.js", "ship: { draft: 'shipped', loading: 'shipped' }", "ship: { draft: 'shipped', loading: 'shipped', shipped: 'shipped' }")]
    public async Task Catches_a_wrong_rule(string path, string right, string wrong)
    {
        var breach = await Run(Packages.Spoiled(App, path, right, wrong), 20_260_901, 2, path is "lib/owed.js" or "lib/payments.js" ? 140 : 70, new Tally());
        output.WriteLine(breach ?? "nothing was seen");
        Assert.NotNull(breach);
    }

    private static async Task<string?> Run(Package package, int seed, int firms, int days, Tally tally)
    {
        using var kernel = new Kernel();
        string? breach = null;
        await Parallel.ForEachAsync(Enumerable.Range(0, firms), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (i, _) =>
        {
            if (breach is not null) return;
            var mine = unchecked(seed + i);
            try
            {
                if (await new Trade(new Desk(new Shop(kernel, package), tally), new Dice(mine), days).Run() is { } wrong) breach ??= $"firm {mine}: {wrong}";
            }
            catch (BreachException wrong)
            {
                breach ??= $"firm {mine}: {wrong.Message}";
            }
        });
        return breach;
    }

    private static int Seed() =>
        Environment.GetEnvironmentVariable("MARKETPLACE_SEED") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture)
        : nightly ? Random.Shared.Next() : 20_260_901;
}
