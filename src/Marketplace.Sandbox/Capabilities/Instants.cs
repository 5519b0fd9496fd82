using System.Globalization;
using Jint.Native;
using Marketplace.Sandbox.Engines;

namespace Marketplace.Sandbox.Capabilities;

/// <summary>Moments and the firm's clock on the wall.</summary>
internal static class Instants
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ss.fff'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm'Z'"];

    public static DateTimeOffset Read(HostScope scope, JsValue[] args, int index) =>
        DateTimeOffset.TryParseExact(args.Text(index, scope, "the moment"), Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : throw ScriptErrors.Range(scope.Run.Engine, "A moment is YYYY-MM-DDTHH:mm:ss.fffZ");

    public static DateTimeOffset Local(HostScope scope, DateTimeOffset at)
    {
        try
        {
            return TimeZoneInfo.ConvertTime(at, Zone(scope));
        }
        catch (ArgumentOutOfRangeException)
        {
            throw ScriptErrors.Range(scope.Run.Engine, "The moment is beyond the calendar");
        }
    }

    public static DateOnly Day(HostScope scope, DateTimeOffset at) => DateOnly.FromDateTime(Local(scope, at).DateTime);

    public static DateTimeOffset Of(HostScope scope, DateOnly day, string time)
    {
        if (!TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock))
            throw ScriptErrors.Range(scope.Run.Engine, "A time is HH:mm");
        if (day.Year is < 2 or > 9998) throw ScriptErrors.Range(scope.Run.Engine, "The day is at the end of the calendar");
        var zone = Zone(scope);
        var wall = day.ToDateTime(clock);
        if (zone.IsInvalidTime(wall)) wall = wall.AddHours(1);
        var offset = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max() : zone.GetUtcOffset(wall);
        return new DateTimeOffset(wall, offset).ToUniversalTime();
    }

    public static JsValue Write(DateTimeOffset at) => new JsString(at.UtcDateTime.ToString(Forms[0], CultureInfo.InvariantCulture));

    private static TimeZoneInfo Zone(HostScope scope) => TimeZoneInfo.TryFindSystemTimeZoneById(scope.Run.Call.Zone, out var found) ? found : TimeZoneInfo.Utc;
}
