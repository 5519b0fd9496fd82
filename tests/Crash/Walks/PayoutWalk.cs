using System.Text.Json;
using Marketplace.Tests.Crash.Checking;
using Marketplace.Tests.Running;

namespace Marketplace.Tests.Crash.Walks;

/// <summary>A payout is promised out of what a publisher earned, or a promised one is confirmed.</summary>
internal sealed class PayoutWalk(HostPlace place, int seed, bool confirms) : Walk
{
    private const string Operator = "mkt_dev_operator";
    private const long Earned = 5 * 20_000;
    private int cases;
    private string publisher = "";

    public override string Name => confirms ? "payout confirmed" : "payout promised";

    public override async Task<Command> Prepare(Uri host)
    {
        publisher = $"{(confirms ? "paid" : "held")}{seed % 100_000}-{++cases}";
        await UsedMonth.Write(place, $"{publisher}-f", $"{publisher}/app", 5, 100, 20_000);
        using var desk = new Talk(host, Operator);
        await desk.Post("/api/v1/billing/closes", new { month = UsedMonth.Name });
        // The invoice is drawn after what was earned is booked; a host killed between the two draws it only when the lease of the close has lapsed.
        if (!await Soon.Is(async () => (await Statement(desk)).GetProperty("balance").GetInt64() == Earned && await IsInvoiced(desk))) throw new InvalidOperationException($"{publisher} earned nothing");
        var (path, body) = ($"/api/v1/publishers/{publisher}/payouts", """{"fen":7}"""u8.ToArray());
        if (confirms)
        {
            var promised = await desk.Bytes(path, body, "application/json");
            (path, body) = ($"{path}/{promised.Json.GetProperty("id").GetString()}/confirm", []);
        }
        return new Command(Guid.NewGuid().ToString(), Operator, path, body, "application/json", 0);
    }

    public override async Task<List<string>> Judge(Uri host, Command command, Reply repeated)
    {
        if (repeated.Status is not (200 or 201)) return [repeated.ToString()];
        using var desk = new Talk(host, Operator);
        var statement = await Statement(desk);
        var payouts = statement.GetProperty("payouts").EnumerateArray().Select(static one => (one.GetProperty("fen").GetInt64(), one.GetProperty("state").GetString())).ToList();
        var (balance, held) = (statement.GetProperty("balance").GetInt64(), statement.GetProperty("held").GetInt64());
        List<string> wrong = await Books.Wrong(desk, $"{publisher}-f", 5 * 20_100 % 10_000, 5 * 20_100 - 5 * 20_100 % 10_000);
        if (payouts is not [(7, var state)] || state != (confirms ? "paid" : "pending")) wrong.Add($"payouts: {string.Join(", ", payouts)}");
        if ((balance, held) != (confirms ? (Earned - 70_000, 0) : (Earned, 70_000))) wrong.Add($"{balance} is earned and {held} held");
        return wrong;
    }

    private async Task<bool> IsInvoiced(Talk desk) => (await desk.Get($"/api/v1/invoices?firm={publisher}-f")).Json.GetProperty("invoices").GetArrayLength() == 1;

    private async Task<JsonElement> Statement(Talk desk) => (await desk.Get($"/api/v1/publishers/{publisher}/statements")).Json.GetProperty("statements")[0];
}
