using System.Globalization;

namespace Marketplace.Domain.Catalogue;

/// <summary>The five-field schedule of a trigger: minute, hour, day of month, month, day of week; <c>* a a-b a,b */n a-b/n</c>.</summary>
internal static class CronShape
{
    private static readonly (string Name, int Low, int High)[] Parts =
        [("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("weekday", 0, 7)];

    /// <summary>What is wrong, or null.</summary>
    public static string? Fault(string text)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5) return $"it has {fields.Length} parts, not 5.";
        for (var i = 0; i < 5; i++)
            foreach (var term in fields[i].Split(','))
                if (!Fits(term, Parts[i].Low, Parts[i].High)) return $"\"{fields[i]}\" is no {Parts[i].Name} ({Parts[i].Low} to {Parts[i].High}).";
        return null;
    }

    private static bool Fits(string term, int low, int high)
    {
        var step = term.Split('/');
        if (step.Length > 2 || (step.Length == 2 && !Whole(step[1], 1, high, out _))) return false;
        if (step[0] == "*") return true;
        var range = step[0].Split('-');
        if (range.Length > 2 || !Whole(range[0], low, high, out var from)) return false;
        return range.Length == 1 ? step.Length == 1 : Whole(range[1], low, high, out var to) && from <= to;
    }

    private static bool Whole(string text, int low, int high, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= low && value <= high;
}
