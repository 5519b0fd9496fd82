namespace Marketplace.Tests.Apps.Oee;

/// <summary>A clerk with a stopwatch: the same shifts minute by minute, with no word of the app. Each minute of a shift is exactly one of break,
/// planned stop, unplanned stop and running.</summary>
internal sealed class Clerk
{
    private readonly List<(string Machine, char[] Minutes, int Pace, int Total, int Good, int Failures, int Repair)> shifts = [];

    /// <summary>A shift of so many minutes with its break and its stops, each from a minute up to another; <c>p</c> is planned, <c>b</c> a breakdown, <c>u</c> another stop.</summary>
    public (decimal? Availability, decimal? Effectiveness, decimal? Quality, decimal? Oee) Shift(
        string machine, int length, (int From, int To) pause, IReadOnlyList<(int From, int To, char Kind)> stops, int pace, int total, int good)
    {
        var minutes = Enumerable.Repeat('r', length).ToArray();
        foreach (var (from, to, kind) in stops)
            for (var m = from; m < to; m++) minutes[m] = kind;
        for (var m = pause.From; m < pause.To; m++) minutes[m] = ' ';
        shifts.Add((machine, minutes, pace, total, good, stops.Count(static s => s.Kind == 'b'), minutes.Count(static m => m == 'b')));
        return Over(shifts.TakeLast(1));
    }

    /// <summary>All shifts of a machine together.</summary>
    public (decimal? Availability, decimal? Effectiveness, decimal? Quality, decimal? Oee) Machine(string machine) => Over(shifts.Where(s => s.Machine == machine));

    /// <summary>Minutes between failures and minutes of repair, or null without a failure.</summary>
    public (decimal Mtbf, decimal Mttr)? Failures(string machine)
    {
        var mine = shifts.Where(s => s.Machine == machine).ToList();
        decimal failures = mine.Sum(static s => s.Failures);
        return failures == 0 ? null : (mine.Sum(static s => s.Minutes.Count(static m => m == 'r')) / failures, mine.Sum(static s => s.Repair) / failures);
    }

    private static (decimal?, decimal?, decimal?, decimal?) Over(IEnumerable<(string Machine, char[] Minutes, int Pace, int Total, int Good, int Failures, int Repair)> some)
    {
        decimal busy = 0, ran = 0, ideal = 0, idealGood = 0, total = 0, good = 0;
        foreach (var shift in some)
        {
            busy += shift.Minutes.Count(static m => m is not (' ' or 'p'));
            ran += shift.Minutes.Count(static m => m == 'r');
            (ideal, idealGood) = (ideal + (shift.Pace * shift.Total / 60m), idealGood + (shift.Pace * shift.Good / 60m));
            (total, good) = (total + shift.Total, good + shift.Good);
        }
        return (Share(ran, busy), Share(ideal, ran), Share(good, total), Share(idealGood, busy));
    }

    private static decimal? Share(decimal part, decimal whole) => whole == 0 ? null : Math.Round(part / whole, 6, MidpointRounding.AwayFromZero);
}
