namespace Marketplace.Web;

/// <summary>What the host tells the pages.</summary>
public sealed record WebOptions
{
    /// <summary>The demo's people may sign in by name, from a loopback address only.</summary>
    public bool Demo { get; init; }
}
