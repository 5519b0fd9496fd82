using System.Globalization;

namespace Marketplace.Views;

/// <summary>Money, times and durations in the reader's words and the firm's zone.</summary>
public sealed class Figures(Words words, TimeProvider clock, string zone = "Asia/Shanghai")
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(zone);

    /// <summary>Micro-yuan as ¥1,234.50; what is smaller than a fen keeps its digits (¥0.0021).</summary>
    public string Money(long micro)
    {
        var yuan = Math.Abs(micro) / 1_000_000m;
        var whole = yuan == 0 || micro % 10_000 == 0;
        var text = whole ? yuan.ToString("#,##0.00", Plain) : yuan.ToString(yuan < 1 ? "0.00####" : "#,##0.00##", Plain);
        return (micro < 0 ? "−¥" : "¥") + text;
    }

    /// <summary>A sum over many calls, to the fen: ¥3.25, or less than ¥0.01 where there is something but no whole fen.</summary>
    public string Sum(long micro) => micro is > 0 and < 10_000 ? words["kit.underFen"] : Money((long)Math.Round(micro / 10_000m, MidpointRounding.AwayFromZero) * 10_000);

    /// <summary>A price in plain words: ¥0.002 as itself, ¥50 without empty fen.</summary>
    public string Price(long micro)
    {
        var yuan = micro / 1_000_000m;
        return "¥" + yuan.ToString("#,##0.######", Plain);
    }

    /// <summary>A count with thousands.</summary>
    public string Count(long count) => count.ToString("#,##0", Plain);

    /// <summary>Day and time: 11月23日 周一 14:05, with the year when it is another.</summary>
    public string When(DateTimeOffset at)
    {
        var local = Local(at);
        var (date, weekday) = (Date(local), Weekday(local));
        return $"{(words.Culture == "zh-CN" ? $"{date} {weekday}" : $"{weekday} {date}")} {local.ToString("HH:mm", Plain)}";
    }

    /// <summary>The day alone.</summary>
    public string Day(DateTimeOffset at) => Date(Local(at));

    /// <summary>A stored date (<c>2026-11-23</c>) as a day.</summary>
    public string Day(DateOnly day) => Date(day.ToDateTime(TimeOnly.MinValue));

    /// <summary>A day with its year, for what is kept: 2026年11月25日.</summary>
    public string FullDay(DateTime day) =>
        words.Culture == "zh-CN" ? $"{day.Year}年{day.Month}月{day.Day}日" : day.ToString("d MMM yyyy", Plain);

    /// <summary>How long since, in the two largest units.</summary>
    public string Age(DateTimeOffset at)
    {
        var since = clock.GetUtcNow() - at;
        return since < TimeSpan.FromMinutes(1) ? words["kit.justNow"] : Duration(since);
    }

    /// <summary>3 小时 20 分.</summary>
    public string Duration(TimeSpan span)
    {
        if (span < TimeSpan.FromSeconds(1)) return words["kit.ms", ("n", (long)span.TotalMilliseconds)];
        (long N, string Unit)[] parts = [((long)span.TotalDays, "day"), (span.Hours, "hour"), (span.Minutes, "minute"), (span.Seconds, "second")];
        var first = Array.FindIndex(parts, static p => p.N > 0);
        return string.Join(' ', parts.Skip(first).Take(2).Where(static p => p.N > 0).Select(p => words[$"kit.{p.Unit}{(p.N == 1 ? ".one" : "")}", ("n", p.N)]));
    }

    /// <summary>Bytes in KB or MB.</summary>
    public string Size(long bytes) =>
        bytes < 1_048_576 ? $"{(bytes / 1024m).ToString("#,##0.#", Plain)} KB" : $"{(bytes / 1_048_576m).ToString("#,##0.#", Plain)} MB";

    /// <summary>A moment on the firm's clock.</summary>
    public DateTime Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, _zone).DateTime;

    private string Date(DateTime local)
    {
        var thisYear = Local(clock.GetUtcNow()).Year == local.Year;
        if (words.Culture == "zh-CN") return (thisYear ? "" : $"{local.Year}年") + $"{local.Month}月{local.Day}日";
        return local.ToString(thisYear ? "d MMM" : "d MMM yyyy", Plain);
    }

    private string Weekday(DateTime local) =>
        words.Culture == "zh-CN" ? "周" + "日一二三四五六"[(int)local.DayOfWeek] : local.ToString("ddd", Plain);
}
