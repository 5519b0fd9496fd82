using Marketplace.Domain.Solving;

namespace Marketplace.Domain.Logistics;

/// <summary>Classes of goods, as far as they decide what may lie beside what.</summary>
public static class GoodsClass
{
    /// <summary>Parts, castings, packaging.</summary>
    public const string General = "GENERAL";
    /// <summary>Food.</summary>
    public const string Food = "FOOD";
    /// <summary>Medicine.</summary>
    public const string Pharma = "PHARMA";
    /// <summary>Dangerous goods.</summary>
    public const string Hazmat = "HAZMAT";

    /// <summary>Every class.</summary>
    public static readonly IReadOnlyList<string> All = [General, Food, Pharma, Hazmat];
}

/// <summary>How warm goods are kept.</summary>
public static class Temperature
{
    /// <summary>As it is outside.</summary>
    public const string Ambient = "AMBIENT";
    /// <summary>2 to 8 °C.</summary>
    public const string Chilled = "CHILLED";
    /// <summary>-18 °C or colder.</summary>
    public const string Frozen = "FROZEN";

    /// <summary>Every class.</summary>
    public static readonly IReadOnlyList<string> All = [Ambient, Chilled, Frozen];

    /// <summary>True when a reading in thousandths of a degree Celsius is out of what the class allows.</summary>
    public static bool IsOut(string temperature, int milli) => temperature switch
    {
        Chilled => milli is < 2_000 or > 8_000,
        Frozen => milli > -18_000,
        _ => false,
    };
}

/// <summary>What may share a vehicle: dangerous goods never go with food or medicine, and nothing goes with what is kept at another temperature.</summary>
public static class SharingRules
{
    /// <summary>True when goods of these classes and temperatures may share a trip.</summary>
    public static bool Together(string oneClass, string oneTemperature, string otherClass, string otherTemperature) =>
        oneTemperature == otherTemperature && !IsApart(oneClass, otherClass) && !IsApart(otherClass, oneClass);

    /// <summary>The classes that never share a trip, for the solver: each class at each temperature is one of its names.</summary>
    public static IReadOnlyList<ClassPair> Apart()
    {
        (string Class, string Temperature)[] all = [.. GoodsClass.All.SelectMany(static one => Temperature.All.Select(warm => (one, warm)))];
        return [.. from one in all from other in all
                   where string.CompareOrdinal(Name(one.Class, one.Temperature), Name(other.Class, other.Temperature)) < 0
                   where !Together(one.Class, one.Temperature, other.Class, other.Temperature)
                   select new ClassPair(Name(one.Class, one.Temperature), Name(other.Class, other.Temperature))];
    }

    /// <summary>The solver's name of a class at a temperature.</summary>
    public static string Name(string goodsClass, string temperature) => $"{goodsClass} {temperature}";

    private static bool IsApart(string one, string other) => one == GoodsClass.Hazmat && (other is GoodsClass.Food or GoodsClass.Pharma);
}

/// <summary>One logistic unit of a consignment, a pallet or a case, and what became of it. Once the trip is over,
/// <see cref="Delivered"/> + <see cref="Returned"/> + <see cref="Lost"/> = <see cref="PickedUp"/>.</summary>
public sealed record Lot
{
    /// <summary>18 digits with their check digit, or empty for goods that carry no label.</summary>
    public required string Sscc { get; init; }

    /// <summary>What is in it.</summary>
    public required string Item { get; init; }

    /// <summary>Its batch, or null.</summary>
    public string? Batch { get; init; }

    /// <summary>14 digits of the trade item, or null.</summary>
    public string? Gtin { get; init; }

    /// <summary>Pieces in it.</summary>
    public required int Quantity { get; init; }

    /// <summary>Pieces taken up.</summary>
    public int PickedUp { get; init; }

    /// <summary>Pieces set down.</summary>
    public int Delivered { get; init; }

    /// <summary>Pieces given back to the shipper.</summary>
    public int Returned { get; init; }

    /// <summary>Pieces nobody has any more.</summary>
    public int Lost { get; init; }

    /// <summary>Pieces the carrier answers for.</summary>
    public int Open => PickedUp - Delivered - Returned - Lost;
}

/// <summary>GS1 numbers.</summary>
public static class Gs1
{
    /// <summary>True for digits whose last is the modulo-10 check digit of the others.</summary>
    public static bool IsValid(string digits, int length)
    {
        if (digits.Length != length || digits.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0) return false;
        var sum = 0;
        for (var at = 0; at < length - 1; at++) sum += (digits[at] - '0') * ((length - at) % 2 == 0 ? 3 : 1);
        return (10 - sum % 10) % 10 == digits[^1] - '0';
    }
}
