using System.Globalization;
using Xunit;

namespace Marketplace.Tests.Api.Calls;

/// <summary>The delivery app numbers its documents while many press at once: a month's numbers have no gap and no double.</summary>
public sealed class NumberTests(SharedHosts hosts, ITestOutputHelper output)
{
    private const int Presses = 48;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Documents_made_at_once_are_numbered_without_gap_or_double(string engine)
    {
        var firm = await hosts.As("mkt_dev_sme2", engine);
        var (customer, part) = (await First(firm, "customer"), await First(firm, "part"));
        // A third of them cannot be: what is refused takes no number.
        var made = await Task.WhenAll(Enumerable.Range(0, Presses).Select(i => firm.Call("auto/delivery", "newCallOff", new { customer, part, qty = i % 3 == 0 ? "0" : "5", due = "2027-01-15" })));
        var refused = made.Count(r => r.Status == 422);
        Assert.Equal(Presses / 3, refused);
        var numbers = made.Where(r => r.Status == 200).Select(r => r.Json.GetProperty("result").GetProperty("number").GetString()!).ToList();
        Assert.Equal(Presses - refused, numbers.Count);
        var month = numbers.Select(n => int.Parse(n[^4..], CultureInfo.InvariantCulture)).Order().ToList();
        output.WriteLine($"{numbers.Count} of {Presses} at once: {numbers.Min(StringComparer.Ordinal)} to {numbers.Max(StringComparer.Ordinal)}");
        Assert.Equal(Enumerable.Range(month[0], month.Count), month);
        var rows = Expect.Ok(await firm.Get("/api/v1/installs/auto/delivery/records/callOff?limit=1000")).GetProperty("records").EnumerateArray().Select(r => r.GetProperty("number").GetString()!).ToList();
        Assert.Equal(rows.Count, rows.Distinct().Count());
        foreach (var series in rows.GroupBy(n => n[..^4]))
            Assert.Equal(Enumerable.Range(1, series.Count()), series.Select(n => int.Parse(n[^4..], CultureInfo.InvariantCulture)).Order());
    }

    private static async Task<string> First(Marketplace.Tests.Running.Talk firm, string entity) =>
        Expect.Ok(await firm.Get($"/api/v1/installs/auto/delivery/records/{entity}?limit=1")).GetProperty("records")[0].GetProperty("id").GetString()!;
}
