using System.Globalization;
using Jint.Native;
using Marketplace.Sandbox.Engines;

namespace Marketplace.Sandbox.Capabilities;

/// <summary><c>ctx.date</c>: calendar days in the firm's zone.</summary>
internal static class Dates
{
    private const string Form = "yyyy-MM-dd";

    public static readonly Capability Date = new("Dates", "Calendar days in the firm's zone.",
        new HostFunction("today", HostKind.Local, "", "string", "Today in the firm's zone, as `YYYY-MM-DD`.", (s, _) =>
            TimeZoneInfo.ConvertTime(s.Run.Call.Now, Zone(s.Run.Call.Zone)).ToString(Form, CultureInfo.InvariantCulture)),
        new HostFunction("addDays", HostKind.Local, "date: string, days: number", "string", "The day so many days later (or earlier).", (s, a) =>
            Day(s, a, 0).AddDays(Days(s, a)).ToString(Form, CultureInfo.InvariantCulture)),
        new HostFunction("daysBetween", HostKind.Local, "from: string, to: string", "number", "Whole days from one day to another.", (s, a) =>
            JsNumber.Create(Day(s, a, 1).DayNumber - Day(s, a, 0).DayNumber)));

    private static DateOnly Day(HostScope scope, JsValue[] args, int index) =>
        DateOnly.TryParseExact(args.Text(index, scope, "the date"), Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw ScriptErrors.Range(scope.Run.Engine, "A date is YYYY-MM-DD");

    private static int Days(HostScope scope, JsValue[] args)
    {
        var days = Jint.Runtime.TypeConverter.ToIntegerOrInfinity(Jint.Runtime.Arguments.At(args, 1));
        return Math.Abs(days) <= 36_525 ? (int)days : throw ScriptErrors.Range(scope.Run.Engine, "At most a hundred years");
    }

    private static TimeZoneInfo Zone(string zone) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found : TimeZoneInfo.Utc;
}
