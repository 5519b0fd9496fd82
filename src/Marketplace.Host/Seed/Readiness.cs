namespace Marketplace.Host.Seed;

/// <summary>Whether this process answers: the silo is up and the seed is in.</summary>
internal sealed class Readiness
{
    private volatile bool ready, leaving;

    /// <summary>True from the end of the start until the host is told to stop.</summary>
    public bool IsReady => ready && !leaving;

    /// <summary>True from when the host is told to stop.</summary>
    public bool IsLeaving => leaving;

    /// <summary>The host was told to stop.</summary>
    public void Leave() => leaving = true;

    /// <summary>The start is over.</summary>
    public void Ready() => ready = true;
}
