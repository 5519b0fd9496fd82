using System.Globalization;

namespace Marketplace.Tests.Apps.TagToParameter.Scans;

/// <summary>Seeded chance, in the words of the workshop.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random random = new(seed);

    public bool In(int chances) => random.Next(chances) == 0;

    public int Between(int low, int high) => random.Next(low, high + 1);

    public T Of<T>(params IReadOnlyList<T> list) => list[random.Next(list.Count)];

    /// <summary>A decimal with so many places, between two whole numbers.</summary>
    public decimal Number(int low, int high, int places)
    {
        var scale = 1m;
        for (var i = 0; i < places; i++) scale *= 10;
        return decimal.Round(low + (high - low) * (decimal)random.NextDouble(), places) + 0m / scale;
    }

    /// <summary>One of the forms in which people write the same number.</summary>
    public string Written(decimal value)
    {
        var text = value.ToString("0.######", CultureInfo.InvariantCulture);
        if (In(3) && !text.Contains('.', StringComparison.Ordinal)) text += ".0";
        return In(4) && text.Contains('.', StringComparison.Ordinal) && text[(text.IndexOf('.', StringComparison.Ordinal) + 1)..].Length < 6 ? text + "0" : text;
    }
}
