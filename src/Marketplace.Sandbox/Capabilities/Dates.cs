using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Runtime;
using Marketplace.Sandbox.Engines;

namespace Marketplace.Sandbox.Capabilities;

/// <summary><c>ctx.date</c>: calendar days and working days in the firm's zone.</summary>
internal static class Dates
{
    private const string Form = "yyyy-MM-dd";

    public static readonly Capability Date = new("Dates", "Calendar days and working days in the firm's zone.",
        new HostFunction("today", HostKind.Local, "", "string", "Today in the firm's zone, as `YYYY-MM-DD`.", (s, _) => Text(Instants.Day(s, s.Run.Call.Now))),
        new HostFunction("addDays", HostKind.Local, "date: string, days: number", "string", "The day so many days later (or earlier).", (s, a) =>
            Text(Day(s, a, 0).AddDays(Days(s, a, 36_525)))),
        new HostFunction("daysBetween", HostKind.Local, "from: string, to: string", "number", "Whole days from one day to another.", (s, a) =>
            JsNumber.Create(Day(s, a, 1).DayNumber - Day(s, a, 0).DayNumber)),
        new HostFunction("weekday", HostKind.Local, "date: string", "number", "1 for Monday to 7 for Sunday.", (s, a) => JsNumber.Create(WorkDays.Weekday(Day(s, a, 0)))),
        new HostFunction("isWorkday", HostKind.Local, "date: string, calendar?: WorkCalendar", "boolean",
            "Whether people work on this day: what the calendar says of the day, else whether its weekday is none of `rest`.",
            (s, a) => new WorkDays(s, a.At(1)).Has(Day(s, a, 0)) ? JsBoolean.True : JsBoolean.False),
        new HostFunction("addWorkdays", HostKind.Local, "date: string, days: number, calendar?: WorkCalendar", "string",
            "The working day so many working days later (or earlier), at most 1,000 and within ten years; each calendar day passed counts as a row.",
            (s, a) => Text(new WorkDays(s, a.At(2)).Add(Day(s, a, 0), Days(s, a, 1_000)))),
        new HostFunction("workdaysBetween", HostKind.Local, "from: string, to: string, calendar?: WorkCalendar", "number",
            "Working days after `from` up to and with `to`, at most ten years apart; negative when `to` is earlier.",
            (s, a) => JsNumber.Create(new WorkDays(s, a.At(2)).Between(Day(s, a, 0), Day(s, a, 1)))),
        new HostFunction("dayOf", HostKind.Local, "at: string", "string", "The day of a moment in the firm's zone.", (s, a) => Text(Instants.Day(s, Instants.Read(s, a, 0)))),
        new HostFunction("timeOf", HostKind.Local, "at: string", "string", "The time of day of a moment in the firm's zone, as `HH:mm`.", (s, a) =>
            Instants.Local(s, Instants.Read(s, a, 0)).ToString("HH:mm", CultureInfo.InvariantCulture)),
        new HostFunction("at", HostKind.Local, "date: string, time: string", "string",
            "The moment of a day and a time (`HH:mm`) in the firm's zone, in UTC. A time that the clock passes over is an hour later, of two the first.",
            (s, a) => Instants.Write(Instants.Of(s, Day(s, a, 0), a.Text(1, s, "the time")))));

    private static JsValue Text(DateOnly day) => new JsString(day.ToString(Form, CultureInfo.InvariantCulture));

    private static DateOnly Day(HostScope scope, JsValue[] args, int index) =>
        DateOnly.TryParseExact(args.Text(index, scope, "the date"), Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw ScriptErrors.Range(scope.Run.Engine, "A date is YYYY-MM-DD");

    private static int Days(HostScope scope, JsValue[] args, int most)
    {
        var days = TypeConverter.ToIntegerOrInfinity(args.At(1));
        return Math.Abs(days) <= most ? (int)days : throw ScriptErrors.Range(scope.Run.Engine, $"At most {most} days");
    }
}
