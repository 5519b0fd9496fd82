using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Marketplace.Sandbox.Engines;

namespace Marketplace.Sandbox.Capabilities;

/// <summary>A firm's working days as a script describes them: weekdays of rest (Saturday and Sunday when not said), and single days that are
/// <c>workday</c> or anything else (a holiday, a day of rest).</summary>
internal sealed class WorkDays
{
    private const int MostDays = 3_660;
    private readonly HostScope _scope;
    private readonly ObjectInstance? _days;
    private readonly bool[] _rests = new bool[8];

    public WorkDays(HostScope scope, JsValue calendar)
    {
        _scope = scope;
        var rest = calendar.Option("rest");
        double[] weekdays = rest.IsUndefined() ? [6, 7] : HostLists.Numbers(scope, rest, "rest");
        foreach (var weekday in weekdays)
            _rests[weekday == Math.Floor(weekday) && weekday is >= 1 and <= 7 ? (int)weekday : throw ScriptErrors.Range(scope.Run.Engine, "A weekday is 1 to 7")] = true;
        _days = calendar.Option("days") as ObjectInstance;
    }

    /// <summary>1 for Monday to 7 for Sunday.</summary>
    public static int Weekday(DateOnly day) => day.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek;

    public bool Has(DateOnly day)
    {
        _scope.Run.Charge(1);
        var said = _days is null ? JsValue.Undefined : _days.Get(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        return said.IsString() ? said.ToString() == "workday" : !_rests[Weekday(day)];
    }

    public DateOnly Add(DateOnly day, int workdays)
    {
        var step = Math.Sign(workdays);
        for (var (left, walked) = (Math.Abs(workdays), 0); left > 0; walked++)
        {
            if (walked == MostDays) throw ScriptErrors.Range(_scope.Run.Engine, "No such working day within ten years");
            day = day.AddDays(step);
            if (Has(day)) left--;
        }
        return day;
    }

    public int Between(DateOnly from, DateOnly to)
    {
        if (Math.Abs(to.DayNumber - from.DayNumber) > MostDays) throw ScriptErrors.Range(_scope.Run.Engine, "At most ten years");
        if (to < from) return -Between(to, from);
        var count = 0;
        for (var day = from; day < to;)
        {
            day = day.AddDays(1);
            if (Has(day)) count++;
        }
        return count;
    }
}
