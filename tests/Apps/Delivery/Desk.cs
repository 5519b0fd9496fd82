using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Invocations;
using Marketplace.Tests.Apps.Piecework;
using Marketplace.Tests.Apps.TagToParameter.Scans;

namespace Marketplace.Tests.Apps.Delivery;

/// <summary>Somebody who presses the app's buttons: calls must succeed, or be refused with the code that was due.</summary>
internal sealed class Desk(Shop shop, Tally tally, string user = "leader")
{
    public Shop Shop => shop;

    public DateOnly Today { get; private set; }

    /// <summary>Ten in the morning of a day in China.</summary>
    public void On(DateOnly day)
    {
        Today = day;
        shop.Now = new DateTimeOffset(day, new TimeOnly(2, 0), TimeSpan.Zero);
    }

    public void Tell(string what) => tally.Add(what);

    public async Task<JsonElement> Do(string function, JsonObject input)
    {
        shop.Now += TimeSpan.FromSeconds(1);
        var outcome = await shop.Call(function, input, user, "leader");
        if (outcome.Verdict != Verdict.Completed)
            throw new BreachException($"{Text(Today)} {function} {input.ToJsonString()}: {outcome.Verdict} {outcome.Refusal?.Code} {string.Join(", ", outcome.Refusal?.Facts.Select(f => f.Key + "=" + f.Value) ?? [])}");
        tally.Add(function);
        return JsonElement.Parse(outcome.Result);
    }

    public async Task No(string code, string function, JsonObject input)
    {
        var outcome = await shop.Call(function, input, user, "leader");
        if (outcome.Verdict != Verdict.Refused || outcome.Refusal!.Code != code)
            throw new BreachException($"{Text(Today)} {function} {input.ToJsonString()}: {code} was due, and it came to {outcome.Verdict} {outcome.Refusal?.Code}");
        tally.Add("refused " + code);
    }

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Text(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    public static long Micro(decimal yuan) => (long)(yuan * 1_000_000m);

    public static decimal Yuan(JsonElement row, string field) => row.GetProperty(field).GetInt64() / 1_000_000m;

    public static string Of(JsonElement row, string field) => row.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "";

    public static decimal Number(JsonElement row, string field) => decimal.Parse(Of(row, field), CultureInfo.InvariantCulture);
}
