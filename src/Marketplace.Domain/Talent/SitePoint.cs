namespace Marketplace.Domain.Talent;

/// <summary>A place.</summary>
/// <param name="Name">As people call it.</param>
/// <param name="Lat">Degrees north, WGS 84.</param>
/// <param name="Lon">Degrees east.</param>
public sealed record SitePoint(string Name, double Lat, double Lon);
