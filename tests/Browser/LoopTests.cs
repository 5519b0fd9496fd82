using System.Diagnostics;
using Xunit;

namespace Marketplace.Tests.Browser;

/// <summary>From a call-off to a payment by click: the chain owner, its supplier and the funder, each in a browser of their own, one after the other.</summary>
public sealed class LoopTests(Stage stage, ITestOutputHelper output)
{
    private const string Chain = "chain-wanjiang", Supplier = "hongyan-owner", Funder = "funder-jinqiao";

    public static TheoryData<string> Screens => [.. Screen.Walked.Select(static s => s.Name)];

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task From_a_call_off_to_the_funders_payment(string name)
    {
        var (screen, order, watch) = (Screen.Of(name), $"LOOP-{Screen.All.ToList().FindIndex(one => one.Name == name)}", Stopwatch.StartNew());
        Task As(string person, Func<LoopSteps, Visitor, Task> steps) => stage.Visit(screen, person, visitor => steps(new LoopSteps(visitor, order), visitor));

        await As(Chain, static (loop, _) => loop.Publishes(200, "90.00"));
        await As(Supplier, static (loop, _) => loop.Accepts_and_ships());
        await As(Chain, static async (loop, visitor) => { await loop.Counts(195, "5 件磕碰"); await visitor.Look("chain-difference"); });
        await As(Supplier, static (loop, _) => loop.Agrees_and_draws());
        await As(Chain, static (loop, _) => loop.At("/chain", "statements/agree"));
        await As(Supplier, static async (loop, visitor) =>
        {
            await loop.At("/deliveries", "receivables/draft");
            await loop.Fill("s:creditCode", "91350100M000100Y43");
            await loop.Fill("s:invoices.0.number", $"2550200000000099{(visitor.Screen.IsEnglish ? "1002" : "1001")}");
            await loop.Press("receivables/evidence");
            await visitor.Sees("待确权", "evidenced");
            await visitor.Look("supplier-evidenced");
        });
        await As(Chain, static async (loop, visitor) =>
        {
            await visitor.Go("/chain");
            await loop.Fill("s:due", LoopSteps.Ahead(90));
            await loop.Press("receivables/confirm");
        });
        await As(Supplier, static async (loop, visitor) =>
        {
            await visitor.Go("/deliveries");
            await loop.Fill("l:funders", "jinqiao");
            await loop.Press("financings/apply");
            await visitor.Sees("已申请", "applied");
        });
        await As(Funder, static async (loop, visitor) =>
        {
            await visitor.Go("/funder");
            await loop.Fill("s:register", "none found");
            // The other screen's loop may have financed the same two firms today: then the search finds it, and it is cleared.
            await loop.Fill("s:cleared", "another order");
            await loop.Press("financings/check");
            await loop.Fill("p:ratePpm", "4.2");
            await loop.Press("financings/quote");
            await visitor.Sees("综合年化", "All in");
            await visitor.Look("funder-quoted");
        });
        await As(Supplier, static (loop, _) => loop.At("/deliveries", "financings/accept"));
        await As(Funder, static async (loop, visitor) =>
        {
            await visitor.Go("/funder");
            await visitor.Page.Locator("form[action$='financings/register'] [name='s:reference']").First.FillAsync("REG-2026-1");
            await loop.Press("financings/register");
            await visitor.Page.Locator("form[action$='financings/disburse'] [name='s:reference']").First.FillAsync("BANK-2026-1");
            await loop.Press("financings/disburse");
            await visitor.Sees("已放款", "disbursed");
            await visitor.Look("funder-paid");
        });
        await As(Supplier, static async (_, visitor) =>
        {
            await visitor.Go("/deliveries");
            await visitor.Sees("BANK-2026-1", "BANK-2026-1");
            await visitor.Look("supplier-paid");
        });
        output.WriteLine($"{name}: from the call-off to the payment in {watch.Elapsed.TotalSeconds:0} s");
    }
}
