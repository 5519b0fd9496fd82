using System.Globalization;
using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Finance;
using Marketplace.Domain.Resources;

namespace Marketplace.Tests.Finance;

/// <summary>A book with the clock and the people of a small trade.</summary>
internal sealed class Firms(IResourceService service)
{
    public static readonly string[] Debtors = ["wanjiang", "dongli"], Sellers = ["hongyan", "qiaotou", "lanling"], Funders = ["jinqiao", "yinhe"];

    public static readonly IReadOnlyDictionary<string, string> Codes = new Dictionary<string, string>
    {
        ["hongyan"] = "91350100M000100Y43", ["qiaotou"] = "11320000MB151840XJ", ["lanling"] = "91350100M000100Y43", ["jinqiao"] = "91350100M000100Y43", ["yinhe"] = "91350100M000100Y43",
    };

    private int count;

    public ResourceBook Book { get; } = new(service);

    /// <summary>Monday 2 March 2026, nine in the morning in the brain's zone.</summary>
    public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime.AddHours(8));

    /// <summary>A command; one that makes a thing has an empty id.</summary>
    public ResourceCommand Command(string tenant, string collection, string id, string name, string input = "{}", string actor = "", string app = "")
    {
        var operation = $"op-{++count}";
        return new ResourceCommand
        {
            On = new ResourceName(collection, id.Length == 0 ? ResourceCommand.IdOf(tenant, operation, 0) : id), Name = name, Input = JsonElement.Parse(input), Tenant = tenant,
            Actor = actor.Length == 0 ? $"{tenant}-1" : actor, Roles = [Role(tenant)], Operation = operation, App = app,
        };
    }

    public Answer<Resource> Try(string tenant, string collection, string id, string name, string input = "{}", string actor = "", string app = "") =>
        Book.Do(Command(tenant, collection, id, name, input, actor, app), Now);

    /// <summary>Does it and answers its id.</summary>
    public string Do(string tenant, string collection, string id, string name, string input = "{}", string actor = "", string app = "")
    {
        var done = Try(tenant, collection, id, name, input, actor, app);
        return done.Ok ? done.Must().Name.Id : throw new InvalidOperationException($"{tenant} {name}: {done.Refusal!.Code} {string.Join(", ", done.Refusal.Facts)}");
    }

    public string State(string collection, string id) => Book.Find(collection, id)!.State;

    public T Body<T>(string collection, string id) => Book.Find(collection, id)!.As<T>();

    /// <summary>From call-off to a receivable with its invoice, as the loop goes.</summary>
    public string Evidenced(string debtor, string seller, long pieces, long priceFen, string invoice)
    {
        var calloff = Do(debtor, FinanceCollections.CallOffs, "", "publish", $$"""{"order":"PO-{{invoice[^4..]}}","seller":"{{seller}}","lines":[{"part":"HY-90","quantity":{{pieces}},"priceFen":{{priceFen}},"due":"{{Day(Today.AddDays(5))}}"}]}""");
        Do(seller, FinanceCollections.CallOffs, calloff, "accept");
        var delivery = Do(seller, FinanceCollections.Deliveries, "", "ship", $$"""{"calloff":"{{calloff}}","note":"SH-{{invoice[^4..]}}","asn":"ASN-{{invoice[^4..]}}","lines":[{"line":1,"quantity":{{pieces}},"lot":"L1"}]}""");
        Do(debtor, FinanceCollections.Deliveries, delivery, "receive", $$"""{"lines":[{"line":1,"accepted":{{pieces}}}]}""");
        var statement = Do(seller, FinanceCollections.Statements, "", "draw", $$"""{"debtor":"{{debtor}}","month":"{{Today.ToString("yyyy-MM", CultureInfo.InvariantCulture)}}"}""");
        Do(debtor, FinanceCollections.Statements, statement, "agree");
        var receivable = Do(seller, FinanceCollections.Receivables, "", "draft", $$"""{"statement":"{{statement}}"}""");
        Do(seller, FinanceCollections.Receivables, receivable, "evidence", $$"""{"creditCode":"{{Codes[seller]}}","invoices":[{"number":"{{invoice}}","line":1,"fen":{{pieces * priceFen}}}]}""");
        return receivable;
    }

    /// <summary>An approved line.</summary>
    public string Line(string funder, string firm, string kind, long fen)
    {
        var line = Do(funder, FinanceCollections.Lines, "", "propose", $$"""{"firm":"{{firm}}","kind":"{{kind}}","capFen":{{fen}}}""");
        Do(funder, FinanceCollections.Lines, line, "approve", $$"""{"limitFen":{{fen}}}""");
        return line;
    }

    public static string Role(string tenant) => Debtors.Contains(tenant) ? Roles.Chain : Funders.Contains(tenant) ? Roles.Funder : tenant.Length == 0 ? Roles.Operator : Roles.Owner;

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Goes to a moment and lets what is due happen.</summary>
    public void Until(DateTimeOffset moment)
    {
        Now = moment;
        Book.Sweep(Now);
    }
}
