using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Invocations;
using Marketplace.Tests.Apps.TagToParameter.Scans;

namespace Marketplace.Tests.Apps.Piecework;

/// <summary>October 2026 of a generated team: shifts, overtime, rest days, a holiday, defects, corrections, hours; then the month is closed.
/// What the app accepted goes into the pay book; at the end its pay slips must be the book's.</summary>
internal sealed class Month(Shop shop, Dice dice, Tally tally, int workers, int days)
{
    private static readonly (string Operation, decimal Price)[] routing = [("casting", 0.38m), ("milling", 0.8505m), ("inspection", 0.15m)];
    private readonly PayBook book = new(2330m, 174m);
    private readonly List<Made> made = [];
    private bool gotHours;

    private sealed record Made(string Worker, string Report, int Good, int Scrap, decimal Price, decimal Factor);

    /// <summary>What is wrong with the month, or null.</summary>
    public async Task<string?> Run()
    {
        shop.Now = At(new DateOnly(2026, 9, 30), 1);
        await Open();
        for (var day = new DateOnly(2026, 10, 1); day < new DateOnly(2026, 10, 1).AddDays(days); day = day.AddDays(1))
            for (var worker = 1; worker <= workers; worker++)
                await Day(day, Code(worker));
        return Flow() ?? Overlaps() ?? await Close();
    }

    private async Task Open()
    {
        for (var w = 1; w <= workers; w++)
            shop.Put("worker", new JsonObject { ["code"] = Code(w), ["name"] = Code(w), ["user"] = Code(w), ["hourly"] = 20_000_000 + w * 330_000, ["active"] = true });
        for (var day = 1; day <= 3; day++) shop.Put("calendarDay", new JsonObject { ["day"] = $"2026-10-0{day}", ["kind"] = "holiday", ["name"] = "National Day" });
        shop.Put("calendarDay", new JsonObject { ["day"] = "2026-10-10", ["kind"] = "workday", ["name"] = "worked weekend" });
        shop.Put("minimumWage", new JsonObject { ["effective"] = "2025-01-01", ["monthly"] = 2_330_000_000, ["hours"] = 174, ["source"] = "test" });
        shop.Put("minimumWage", new JsonObject { ["effective"] = "2026-11-01", ["monthly"] = 2_500_000_000, ["hours"] = 174, ["source"] = "test" });
        for (var i = 0; i < routing.Length; i++)
            shop.Put("routingStep", new JsonObject { ["item"] = "CC", ["seq"] = i + 1, ["operation"] = routing[i].Operation, ["workcenter"] = "C", ["standard"] = 60_000, ["rate"] = (long)(routing[i].Price * 1_000_000) });
        for (var order = 1; order <= 3; order++)
        {
            shop.Put("workOrder", new JsonObject { ["id"] = $"o{order}", ["code"] = $"WO-{order}", ["item"] = "CC", ["itemName"] = "part", ["qty"] = dice.Between(150, 400) * workers, ["due"] = "2026-10-20", ["state"] = "draft" });
            Must(await shop.Call("releaseOrder", new JsonObject { ["order"] = $"o{order}" }, "leader", "leader"));
        }
    }

    private async Task Day(DateOnly day, string worker)
    {
        var isHoliday = day <= new DateOnly(2026, 10, 3);
        var isRest = !isHoliday && day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday && day != new DateOnly(2026, 10, 10);
        if (isHoliday || isRest)
        {
            if (!dice.In(3)) return;
            if (dice.In(4)) await Refused(day, worker);
            await Allow(worker, At(day, 8), At(day, 12));
            for (var hour = 8; hour < 12; hour += 2) await Work(worker, At(day, hour), At(day, hour + 2), isHoliday ? 3m : 2m, null);
            return;
        }
        var evening = dice.In(3);
        if (evening) await Allow(worker, At(day, 18), At(day, 21));
        foreach (var hour in (int[])[8, 10, 13, 15])
            if (!dice.In(6)) await Work(worker, At(day, hour).AddMinutes(dice.Between(0, 10)), At(day, hour + 2), 1m, null);
        if (evening && !dice.In(4)) await Work(worker, At(day, 17).AddMinutes(30), At(day, 18), 1m, At(day, 19));
        if (evening) await Work(worker, At(day, 19).AddMinutes(1), At(day, 21), 1.5m, null);
        if (dice.In(8)) await Hours(worker, day);
        if (dice.In(6)) await Correct();
    }

    /// <summary>A report from <paramref name="from"/> to <paramref name="to"/>; pressed only at <paramref name="late"/>, it crosses into allowed
    /// overtime and is refused until the true end is said.</summary>
    private async Task Work(string worker, DateTimeOffset from, DateTimeOffset to, decimal factor, DateTimeOffset? late)
    {
        var card = dice.Between(0, routing.Length - 1);
        var code = $"WO-{dice.Between(1, 3)}-{(card + 1) * 10}";
        shop.Now = from;
        var begun = await shop.Call("onScan", new JsonObject { ["code"] = code, ["workcenter"] = "C" }, worker, "worker");
        var screen = JsonElement.Parse(Must(begun).Result);
        if (screen.GetProperty("answer").GetString() != "green")
        {
            tally.Add("red " + screen.GetProperty("reason").GetString());
            return;
        }
        var report = screen.GetProperty("report").GetString()!;
        var (good, scrap) = (dice.Between(0, 60), dice.In(4) ? dice.Between(1, 3) : 0);
        shop.Now = late ?? to;
        var counts = new JsonObject { ["report"] = report, ["good"] = good, ["scrap"] = scrap, ["rework"] = 0, ["reason"] = scrap > 0 ? "porosity" : "" };
        if (late is not null)
        {
            Refuse("overtime.straddles", "report.empty", await shop.Call("report", counts.DeepClone().AsObject(), worker, "worker"));
            counts["endedAt"] = to.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        }
        var ended = await shop.Call("report", counts, worker, "worker");
        if (ended.Verdict == Verdict.Completed)
        {
            tally.Add($"reported at {factor}");
            book.Pieces(worker, good, routing[card].Price, factor);
            book.Time(worker, to - from, factor > 1);
            made.Add(new Made(worker, report, good, scrap, routing[card].Price, factor));
            return;
        }
        Refuse("pieces.tooMany", "report.empty", ended);
        Must(await shop.Call("abandonReport", new JsonObject { ["report"] = report }, worker, "worker"));
    }

    private async Task Refused(DateOnly day, string worker)
    {
        shop.Now = At(day, 8);
        var screen = JsonElement.Parse(Must(await shop.Call("onScan", new JsonObject { ["code"] = "WO-1-10", ["workcenter"] = "C" }, worker, "worker")).Result);
        tally.Add("red " + (screen.TryGetProperty("reason", out var reason) ? reason.GetString() : "none"));
    }

    private async Task Allow(string worker, DateTimeOffset from, DateTimeOffset to)
    {
        shop.Now = from.AddHours(-1);
        Must(await shop.Call("allowOvertime", new JsonObject { ["worker"] = worker, ["from"] = Text(from), ["to"] = Text(to), ["reason"] = "due date" }, "leader", "leader"));
    }

    private async Task Hours(string worker, DateOnly day)
    {
        gotHours = true;
        var minutes = dice.Between(1, 90);
        shop.Now = At(day, 22);
        var booked = Must(await shop.Call("bookHours", new JsonObject { ["day"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ["minutes"] = minutes, ["reason"] = "tool change" }, worker, "worker"));
        var order = new JsonObject { ["hours"] = JsonElement.Parse(booked.Result).GetProperty("hours").GetString() };
        if (dice.In(5)) Must(await shop.Call("refuseHours", order, "leader", "leader"));
        else
        {
            Must(await shop.Call("approveHours", order, "leader", "leader"));
            book.Hours(worker, minutes, 20m + int.Parse(worker[2..], CultureInfo.InvariantCulture) * 0.33m);
        }
    }

    private async Task Correct()
    {
        if (made.Count == 0) return;
        var at = dice.Between(0, made.Count - 1);
        var line = made[at];
        var good = Math.Max(0, line.Good + dice.Between(-5, 2));
        shop.Now += TimeSpan.FromMinutes(1);
        var outcome = await shop.Call("correctReport", new JsonObject { ["report"] = line.Report, ["good"] = good, ["scrap"] = line.Scrap, ["rework"] = 0, ["reason"] = "recount" }, "leader", "leader");
        if (outcome.Verdict != Verdict.Completed)
        {
            tally.Add("correction refused " + outcome.Refusal!.Code);
            return;
        }
        tally.Add("corrected");
        book.Pieces(line.Worker, good - line.Good, line.Price, line.Factor);
        made[at] = line with { Good = good };
    }

    /// <summary>Pieces come out of an operation only when they went in.</summary>
    private string? Flow()
    {
        var cards = shop.Rows("task").ToDictionary(t => t.GetProperty("code").GetString()!);
        foreach (var (code, card) in cards)
        {
            int Of(string field) => card.GetProperty(field).GetInt32();
            if (Of("good") + Of("scrap") + Of("rework") > Of("available") + Of("overrun")) return $"{code}: more came out than went in";
            var next = code[..^2] + (int.Parse(code[^2..], CultureInfo.InvariantCulture) + 10);
            if (cards.TryGetValue(next, out var after) && after.GetProperty("available").GetInt32() != Of("good")) return $"{next} did not get what {code} made";
            var counted = shop.Rows("report").Where(r => r.GetProperty("taskCode").GetString() == code && r.TryGetProperty("good", out _)).Sum(r => r.GetProperty("good").GetInt32());
            if (counted != Of("good")) return $"{code}: the card says {Of("good")}, its reports {counted}";
        }
        return null;
    }

    /// <summary>Nobody is in two places.</summary>
    private string? Overlaps()
    {
        foreach (var person in shop.Rows("report").Where(r => r.GetProperty("state").GetString() == "reported").GroupBy(r => r.GetProperty("workerCode").GetString()))
        {
            var end = DateTimeOffset.MinValue;
            foreach (var report in person.OrderBy(r => r.GetProperty("startedAt").GetDateTimeOffset()))
            {
                if (report.GetProperty("startedAt").GetDateTimeOffset() < end) return $"{person.Key} has two reports at once";
                end = report.GetProperty("endedAt").GetDateTimeOffset();
            }
        }
        return null;
    }

    private async Task<string?> Close()
    {
        var sheet = new JsonObject { ["sheet"] = shop.IdOf("wageSheet", "month", "2026-10") };
        shop.Now = At(new DateOnly(2026, 10, 31), 23);
        Refuse("sheet.monthRuns", "", await shop.Call("closeSheet", sheet.DeepClone().AsObject(), "owner", "owner"));
        shop.Now = At(new DateOnly(2026, 11, 2), 9);
        var slips = book.Slips().ToList();
        if (slips.Any(s => s.Makeup > 0)) Refuse("sheet.makeup", "", await shop.Call("closeSheet", sheet.DeepClone().AsObject(), "owner", "owner"));
        Must(await shop.Call("proposeMakeup", sheet.DeepClone().AsObject(), "owner", "owner"));
        foreach (var line in shop.Rows("makeup").Select(m => m.GetProperty("key").GetString()!).ToList())
            Must(await shop.Call("approveMakeupPay", new JsonObject { ["makeup"] = shop.IdOf("makeup", "key", line) }, "owner", "owner"));
        Must(await shop.Call("closeSheet", sheet.DeepClone().AsObject(), "owner", "owner"));
        if (Differs(slips) is { } wrong) return wrong;
        await Correct();
        tally.Add(gotHours ? "month with hours" : "month without hours");
        tally.Add(slips.Any(s => s.Makeup > 0) ? "month with makeup" : "month without makeup");
        return shop.Events.GetValueOrDefault("WageClosed") != 1 ? "the month was not closed once" : Differs(slips);
    }

    private string? Differs(List<(string Worker, decimal Piece, decimal Premium, decimal Hourly, decimal Makeup, decimal Total)> slips)
    {
        var paid = shop.Rows("paySlip").Select(s => (s.GetProperty("workerCode").GetString()!, Yuan(s, "piece"), Yuan(s, "premium"), Yuan(s, "hourly"), Yuan(s, "makeup"), Yuan(s, "total")))
            .OrderBy(s => s.Item1, StringComparer.Ordinal).ToList();
        var at = paid.Zip(slips).ToList().FindIndex(pair => pair.First != pair.Second);
        return paid.Count != slips.Count ? $"{paid.Count} slips for {slips.Count} people" : at < 0 ? null : $"the slip says {paid[at]}, the book {slips[at]}";
    }

    private void Refuse(string code, string or, Outcome outcome)
    {
        if (outcome.Verdict != Verdict.Refused || outcome.Refusal!.Code is var said && said != code && said != or)
            throw new BreachException($"{code} was due, and it came to {outcome.Verdict} {outcome.Refusal?.Code}");
        tally.Add("refused " + outcome.Refusal!.Code);
    }

    private static Outcome Must(Outcome outcome) => outcome.Verdict == Verdict.Completed
        ? outcome
        : throw new BreachException($"{outcome.Verdict} {outcome.Refusal?.Code} {string.Join(", ", outcome.Refusal?.Facts.Values ?? [])}");

    private static decimal Yuan(JsonElement slip, string field) => slip.GetProperty(field).GetInt64() / 1_000_000m;

    private static string Code(int worker) => $"W-{worker:D3}";

    private static DateTimeOffset At(DateOnly day, int hour) => new DateTimeOffset(day, new TimeOnly(0), TimeSpan.FromHours(8)).AddHours(hour).ToUniversalTime();

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>The app did what it must not do.</summary>
internal sealed class BreachException(string what) : Exception(what);
