namespace Marketplace.Host.Seed;

/// <summary>Whether this process answers: the silo is up and the seed is in.</summary>
internal sealed class Readiness
{
    private volatile bool ready;

    /// <summary>True from the end of the start.</summary>
    public bool IsReady => ready;

    /// <summary>The start is over.</summary>
    public void Ready() => ready = true;
}
