using System.Net;

namespace Marketplace.Grains.Egress;

/// <summary>What the operator says of the way out.</summary>
/// <param name="Inside">Names that stand for a service of the operator's own network, with its address. Only these may be private, and they are never
/// looked up.</param>
public sealed record EgressSetup(IReadOnlyDictionary<string, IPEndPoint> Inside)
{
    /// <summary>Nothing inside.</summary>
    public static readonly EgressSetup None = new(new Dictionary<string, IPEndPoint>());
}
