using Marketplace.Tests.Crash.Checking;
using Marketplace.Tests.Running;

namespace Marketplace.Tests.Crash.Walks;

/// <summary>A month is closed: what a firm used is posted, its invoice drawn, the month noted.</summary>
internal sealed class CloseWalk(HostPlace place, int seed) : Walk
{
    private const string Operator = "mkt_dev_operator";
    private const int Calls = 7;
    private const long Platform = 1_501, Publisher = 2_000;
    private int cases;
    private string firm = "";

    public override string Name => "close";

    public override async Task<Command> Prepare(Uri host)
    {
        firm = $"closed{seed % 100_000}-{++cases}";
        await UsedMonth.Write(place, firm, "demo/echo", Calls, Platform, Publisher);
        return new Command(Guid.NewGuid().ToString(), Operator, "/api/v1/billing/closes", System.Text.Encoding.UTF8.GetBytes($$"""{"month":"{{UsedMonth.Name}}"}"""), "application/json", 0);
    }

    public override async Task<List<string>> Judge(Uri host, Command command, Reply repeated)
    {
        if (repeated.Status != 202) return [repeated.ToString()];
        using var desk = new Talk(host, Operator);
        List<string> wrong = [];
        if (!await Soon.Is(async () => (await Invoices(desk)).Count > 0)) return [$"{firm} has no invoice"];
        if (!await Soon.Is(async () => await State(desk) == "closed")) wrong.Add("the month does not close");
        var invoices = await Invoices(desk);
        if (invoices.Count != 1) wrong.Add($"{firm} has {invoices.Count} invoices");
        var used = Calls * (Platform + Publisher);
        if (invoices[0] is var (gross, fen, rest) && (gross != used || fen != used / 10_000 || rest != used % 10_000)) wrong.Add($"used {used}, invoiced {gross} as {fen} fen and {rest}");
        wrong.AddRange(await Books.Wrong(desk, firm, rest: used % 10_000, invoiced: used - used % 10_000));
        return wrong;
    }

    private async Task<List<(long Gross, long Fen, long Left)>> Invoices(Talk desk) =>
        [.. (await desk.Get($"/api/v1/invoices?firm={firm}")).Json.GetProperty("invoices").EnumerateArray()
            .Select(static one => (one.GetProperty("gross").GetInt64(), one.GetProperty("fen").GetInt64(), one.GetProperty("remainder").GetInt64()))];

    private static async Task<string> State(Talk desk) =>
        (await desk.Get("/api/v1/billing")).Json.GetProperty("months").EnumerateArray().First(static one => one.GetProperty("month").GetString() == UsedMonth.Name).GetProperty("state").GetString()!;
}

/// <summary>What must hold of the brain's book at any moment.</summary>
internal static class Books
{
    /// <summary>What is wrong with the sums, and with a firm's two accounts.</summary>
    public static async Task<List<string>> Wrong(Talk desk, string firm, long rest, long invoiced)
    {
        var book = (await desk.Get("/api/v1/billing")).Json;
        List<string> wrong = [];
        if (book.GetProperty("sum").GetInt64() != 0) wrong.Add($"the accounts sum to {book.GetProperty("sum")}");
        if (book.GetProperty("frozen").GetString() != "") wrong.Add($"frozen: {book.GetProperty("frozen")}");
        if (book.GetProperty("metered").GetInt64() - book.GetProperty("unposted").GetInt64() != book.GetProperty("booked").GetInt64())
            wrong.Add($"metered {book.GetProperty("metered")} less {book.GetProperty("unposted")}, booked {book.GetProperty("booked")}");
        foreach (var (account, stands) in new[] { ($"firm/{firm}/payable", rest), ($"firm/{firm}/invoiced", invoiced) })
            if (Balance(book, account) is var kept && kept != stands) wrong.Add($"{account} stands at {kept}, not {stands}");
        return wrong;
    }

    /// <summary>An account's balance, 0 when it is not there.</summary>
    public static long Balance(System.Text.Json.JsonElement book, string account) =>
        book.GetProperty("accounts").EnumerateArray().Where(one => one.GetProperty("account").GetString() == account).Select(static one => one.GetProperty("balance").GetInt64()).FirstOrDefault();
}
