namespace Marketplace.Tests.Apps.Piecework;

/// <summary>A wage clerk with pencil and paper: the same month worked out from what happened, in exact decimals, with no word of the app.
/// Rules: reference is the labour law's piece-price factors and the monthly minimum over its hours.</summary>
internal sealed class PayBook(decimal monthlyMinimum, decimal hoursOfMonth)
{
    private readonly Dictionary<string, Entry> people = new(StringComparer.Ordinal);

    private sealed class Entry
    {
        public decimal Piece, Premium, Hourly, NormalHours, OvertimeHours;
    }

    /// <summary>Good pieces at a price in yuan; the factor of overtime is 1.5, 2 or 3.</summary>
    public void Pieces(string worker, int good, decimal price, decimal factor)
    {
        var entry = Of(worker);
        entry.Piece += good * price;
        entry.Premium += good * price * (factor - 1);
    }

    /// <summary>Time at the piece work.</summary>
    public void Time(string worker, TimeSpan time, bool isOvertime)
    {
        var hours = (decimal)time.Ticks / TimeSpan.TicksPerHour;
        if (isOvertime) Of(worker).OvertimeHours += hours;
        else Of(worker).NormalHours += hours;
    }

    /// <summary>Hours that were approved, at so many yuan an hour.</summary>
    public void Hours(string worker, int minutes, decimal hourly)
    {
        Of(worker).Hourly += Math.Round(minutes * hourly / 60, 6, MidpointRounding.AwayFromZero);
        Of(worker).NormalHours += minutes / 60m;
    }

    /// <summary>The month of everyone who worked, in yuan.</summary>
    public IEnumerable<(string Worker, decimal Piece, decimal Premium, decimal Hourly, decimal Makeup, decimal Total)> Slips()
    {
        foreach (var (worker, entry) in people.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            var (piece, premium, hourly) = (Fen(entry.Piece), Fen(entry.Premium), Fen(entry.Hourly));
            var floor = Math.Ceiling(Math.Round(monthlyMinimum / hoursOfMonth * entry.NormalHours * 100, 12)) / 100;
            var makeup = Math.Max(0, floor - piece - hourly);
            yield return (worker, piece, premium, hourly, makeup, piece + premium + hourly + makeup);
        }
    }

    private Entry Of(string worker) => people.TryGetValue(worker, out var entry) ? entry : people[worker] = new Entry();

    private static decimal Fen(decimal yuan) => Math.Round(yuan, 2, MidpointRounding.AwayFromZero);
}
