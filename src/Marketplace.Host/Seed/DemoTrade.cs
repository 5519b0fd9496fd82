using System.Globalization;
using System.Text.Json;
using Marketplace.Contracts.Accounts;
using Marketplace.Contracts.Resources;
using Marketplace.Domain;
using Marketplace.Domain.Finance;
using Marketplace.Domain.Resources;

namespace Marketplace.Host.Seed;

/// <summary>A little trade for the demo, through the same doors as everyone: an engine maker's call-offs, one month that went all the way to a
/// voucher, a factor's credit lines. Every step has an operation id, so that a start after a crash goes on where the last one stopped.</summary>
internal sealed class DemoTrade(IGrainFactory grains, DateOnly today)
{
    private static readonly PersonFacts chain = Of("chain-wanjiang"), supplier = Of("hongyan-owner"), funder = Of("funder-jinqiao");

    /// <summary>Plants what is missing.</summary>
    public async Task Plant()
    {
        var line = await Make(funder, FinanceCollections.Lines, "seed-line", """{"firm":"wanjiang","kind":"issuer","capFen":500000000}""");
        await Do(funder, FinanceCollections.Lines, line, "approve", """{"limitFen":500000000}""");
        await Make(chain, FinanceCollections.CallOffs, "seed-open-1", CallOff("WJ-2026-0412", "hongyan", "HY-90 曲轴箱", 600, 8650, 14));
        await Make(chain, FinanceCollections.CallOffs, "seed-open-2", CallOff("WJ-2026-0413", "qiaotou", "QT-12 连杆", 2000, 1280, 10));
        var receivable = await Delivered();
        await Do(chain, FinanceCollections.Receivables, receivable, "confirm", $$"""{"due":"{{Day(120)}}"}""");
        var voucher = await Make(chain, FinanceCollections.Vouchers, "seed-voucher", $$"""{"receivable":"{{receivable}}","line":"{{line}}","terms":"到期无条件付款"}""");
        var root = ResourceCommand.IdOf("wanjiang", "seed-voucher", 1);
        await Do(supplier, FinanceCollections.Lots, root, "accept", "{}");
        var seen = (await grains.GetGrain<IResourceBoardGrain>(Keys.Resources("auto", "finance")).Get(chain.AsCaller(), FinanceCollections.Vouchers, voucher)).Must();
        if (seen.State != "ACTIVE") throw new InvalidOperationException($"The demo's voucher is {seen.State}.");
    }

    /// <summary>A month's delivery that was counted, stated, invoiced: its receivable.</summary>
    private async Task<string> Delivered()
    {
        var calloff = await Make(chain, FinanceCollections.CallOffs, "seed-calloff", CallOff("WJ-2026-0398", "hongyan", "HY-90 曲轴箱", 1200, 8650, 3));
        await Do(supplier, FinanceCollections.CallOffs, calloff, "accept", "{}");
        var delivery = await Make(supplier, FinanceCollections.Deliveries, "seed-delivery", $$"""{"calloff":"{{calloff}}","note":"HY-SH-0398","asn":"HY-ASN-0398","lines":[{"line":1,"quantity":1200,"lot":"L2604"}]}""");
        var received = await Do(chain, FinanceCollections.Deliveries, delivery, "receive", """{"lines":[{"line":1,"accepted":1200}]}""");
        using var counted = JsonDocument.Parse(received.Body);
        var month = counted.RootElement.GetProperty("receivedOn").GetString()![..7];
        var statement = await Make(supplier, FinanceCollections.Statements, "seed-statement", $$"""{"debtor":"wanjiang","month":"{{month}}"}""");
        await Do(chain, FinanceCollections.Statements, statement, "agree", "{}");
        var receivable = await Make(supplier, FinanceCollections.Receivables, "seed-receivable", $$"""{"statement":"{{statement}}"}""");
        await Do(supplier, FinanceCollections.Receivables, receivable, "evidence", """{"creditCode":"91350100M000100Y43","invoices":[{"number":"25502000000000000398","line":1,"fen":10380000}]}""");
        return receivable;
    }

    private async Task<string> Make(PersonFacts who, string collection, string operation, string input)
    {
        var id = ResourceCommand.IdOf(who.Tenant, operation, 0);
        var first = ResourceRules.Table(SharedServices.All.Single(static one => one.Name == "finance"), collection)!.Transitions.First(static one => one.From == StateTable.None);
        await Ask(who, collection, id, first.Command, operation, input);
        return id;
    }

    private Task<ResourceView> Do(PersonFacts who, string collection, string id, string command, string input) => Ask(who, collection, id, command, $"seed-{collection}-{command}-{id}", input);

    private async Task<ResourceView> Ask(PersonFacts who, string collection, string id, string command, string operation, string input)
    {
        var done = await grains.GetGrain<IResourceGrain>(Keys.Resource("auto", "finance", collection, id)).Do(who.AsCaller(operation: operation), new ResourceOrder { Command = command, Input = input });
        // The days of an input count from today: on another day the same step says something else, and was done.
        return done.Refusal?.Code == Codes.OperationMismatch ? (await grains.GetGrain<IResourceBoardGrain>(Keys.Resources("auto", "finance")).Get(who.AsCaller(), collection, id)).Must() : done.Must();
    }

    private string CallOff(string order, string seller, string part, int quantity, int fen, int days) =>
        $$"""{"order":"{{order}}","seller":"{{seller}}","lines":[{"part":"{{part}}","quantity":{{quantity}},"priceFen":{{fen}},"due":"{{Day(days)}}"}]}""";

    private string Day(int ahead) => today.AddDays(ahead).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static PersonFacts Of(string person) => DemoPeople.All.Single(one => one.Person.Person == person).Person;
}
