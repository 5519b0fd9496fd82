namespace Marketplace.Domain.Logistics;

/// <summary>What goods take of a vehicle, or what a vehicle holds.</summary>
/// <param name="Kilograms">Weight in kg.</param>
/// <param name="Litres">Volume in dm³; a cubic metre is 1,000.</param>
/// <param name="Places">Places of a pallet of 1.2 by 1.0 m, not stacked.</param>
public sealed record Load(long Kilograms, long Litres, int Places)
{
    /// <summary>Nothing.</summary>
    public static readonly Load None = new(0, 0, 0);

    /// <summary>Both together.</summary>
    public static Load operator +(Load one, Load other) => new(one.Kilograms + other.Kilograms, one.Litres + other.Litres, one.Places + other.Places);

    /// <summary>What is left.</summary>
    public static Load operator -(Load one, Load other) => new(one.Kilograms - other.Kilograms, one.Litres - other.Litres, one.Places - other.Places);

    /// <summary>True when it goes in, in every dimension.</summary>
    public bool Fits(Load room) => Kilograms <= room.Kilograms && Litres <= room.Litres && Places <= room.Places;

    /// <summary>All of them together.</summary>
    public static Load Sum(IEnumerable<Load> loads) => loads.Aggregate(None, static (sum, one) => sum + one);
}

/// <summary>Where a vehicle can be sent.</summary>
/// <param name="Name">An address as people write it, 1 to 80 characters.</param>
/// <param name="Division">Six digits of the administrative division (GB/T 2260); the first four are the city.</param>
/// <param name="Longitude">In millionths of a degree east.</param>
/// <param name="Latitude">In millionths of a degree north.</param>
public sealed record Place(string Name, string Division, int Longitude, int Latitude)
{
    /// <summary>True for the same spot, whatever it is called.</summary>
    public bool Is(Place other) => Longitude == other.Longitude && Latitude == other.Latitude;
}

/// <summary>A span of time, both ends within.</summary>
public sealed record Window(DateTimeOffset From, DateTimeOffset Until);

/// <summary>A place and when a vehicle may be served there.</summary>
public sealed record PlaceWindow(Place Place, Window Window);
