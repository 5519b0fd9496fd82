using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace Marketplace.Tests.Browser;

/// <summary>Shared freight by click: an owner shares a vehicle, the dispatcher sends it out, the driver's phone tells the way, and what came damaged is taken off the
/// freight before it is paid.</summary>
public sealed class FreightTests(Stage stage)
{
    private const string Shipper = "hongyan-owner", Carrier = "carrier-shunlu", Driver = "driver-shunlu";
    private static readonly byte[] photo = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    [Fact]
    public async Task One_pallet_from_a_click_to_the_payment_less_the_damage()
    {
        var (office, phone) = (Screen.All[0], Screen.All[2]);
        await stage.Visit(office, Shipper, static async visitor =>
        {
            await visitor.Go("/freight?offer=seed-chengdu");
            await visitor.Look("freight-offer");
            await visitor.Button("拼这辆车 ¥260.00", "Share for ¥260.00").ClickAsync();
            await visitor.Sees("已订上这辆车", "You are on this vehicle");
            await visitor.Sees("已订妥", "Booked");
            await visitor.Look("freight-shared");
        });
        await stage.Visit(office, Carrier, static async visitor =>
        {
            await visitor.Go("/carrier/trip");
            var tomorrow = DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8)).AddDays(1);
            await Fill(visitor, ("leaves", tomorrow.ToString("yyyy-MM-dd'T'08:00", CultureInfo.InvariantCulture)), ("plate", "渝A5H123"), ("registrationNo", "500100000101"), ("registrationUntil", "2031-01-01"),
                ("permitNo", "500100000202"), ("permitUntil", "2031-01-01"), ("name", "师傅一"), ("licenceNo", "500100000303"), ("licenceUntil", "2031-01-01"), ("qualificationNo", "500100000404"), ("qualificationUntil", "2031-01-01"));
            await visitor.Page.Locator("[name='person']").SelectOptionAsync(Driver);
            await visitor.Look("carrier-trip");
            await Press(visitor, "/trips/plan");
            await visitor.Page.Locator("form[action*='/do/trips/'][action$='/confirm'] button").First.ClickAsync();
            await visitor.Look("carrier-sent");
        });
        await stage.Visit(phone, Driver, static async visitor =>
        {
            await visitor.Go("/driver");
            await visitor.Look("driver-first");
            foreach (var step in (string[])["/arrive", "/load", "/depart", "/arrive"]) await Press(visitor, step);
            await visitor.Page.Locator("[name='signedBy']").FillAsync("收货员");
            await visitor.Page.Locator("[name='photo']").SetInputFilesAsync(new FilePayload { Name = "note.png", MimeType = "image/png", Buffer = photo });
            await visitor.Look("driver-delivers");
            foreach (var step in (string[])["/deliver", "/close"]) await Press(visitor, step);
        });
        await stage.Visit(office, Shipper, static async visitor =>
        {
            await visitor.Go("/freight");
            await Fill(visitor, ("yuan", "60.00"), ("reason", "两角受潮"));
            await visitor.Look("freight-delivered");
            await Press(visitor, "/claim");
            await visitor.Sees("两角受潮", "两角受潮");
            var track = await visitor.Page.EvaluateAsync<string>("async () => await (await fetch(document.querySelector(\"a[href^='/freight/track/']\").href)).text()");
            Assert.Equal("loading loading departing arriving unloading", string.Join(" ", Steps(track)));
        });
        await stage.Visit(office, Carrier, static async visitor =>
        {
            await visitor.Go("/carrier");
            foreach (var step in (string[])["/concede", "/accrue", "/match"]) await Press(visitor, step);
            await visitor.Sees("¥200.00", "¥200.00");
            await visitor.Look("carrier-matched");
        });
        await stage.Visit(office, Shipper, static async visitor =>
        {
            await visitor.Go("/freight");
            await Press(visitor, "/approve");
            await Fill(visitor, ("serial", "BANK-77"), ("bank", "示例银行"));
            await visitor.Look("freight-owed");
            await Press(visitor, "/pay");
        });
        await stage.Visit(office, Carrier, static async visitor =>
        {
            await visitor.Go("/carrier");
            await Press(visitor, "/reconcile");
            await Assertions.Expect(visitor.Page.Locator("form[action*='/do/settlements/']")).ToHaveCountAsync(0);
            await Press(visitor, "/reports/prepare");
            await visitor.Look("carrier-reported");
            var messages = await visitor.Page.EvaluateAsync<string>("async () => await (await fetch(document.querySelector(\"a[href^='/freight/report/']\").href)).text()");
            Assert.Contains("\"freightFen\":20000", messages, StringComparison.Ordinal);
            await Fill(visitor, ("receipt", "WLHY-2026-0001"));
            await Press(visitor, "/upload");
            await visitor.Sees("已报送", "Reported");
        });
    }

    private static async Task Fill(Visitor visitor, params (string Name, string Value)[] fields)
    {
        foreach (var (name, value) in fields) await visitor.Page.Locator($"[name='{name}']").First.FillAsync(value);
    }

    /// <summary>Presses the button of a command and waits for what is said of it; a refusal is red, and fails here.</summary>
    private static async Task Press(Visitor visitor, string command)
    {
        await visitor.Page.RunAndWaitForResponseAsync(() => visitor.Page.Locator($"form[action$='{command}'] button").First.ClickAsync(), static answer => answer.Request is { Method: "GET", IsNavigationRequest: true });
        await Assertions.Expect(visitor.Page.Locator(".k-banner").First).ToHaveClassAsync(new Regex("green"));
    }

    private static string[] Steps(string document)
    {
        using var json = System.Text.Json.JsonDocument.Parse(document);
        var events = json.RootElement.GetProperty("epcisBody").GetProperty("eventList").EnumerateArray().ToList();
        Assert.All(events, static one => Assert.Matches("^ni:///sha-256;[0-9a-f]{64}\\?ver=CBV2\\.0$", one.GetProperty("eventID").GetString()));
        return [.. events.Select(static one => one.GetProperty("bizStep").GetString()!)];
    }
}
