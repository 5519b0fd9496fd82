namespace Marketplace.Sandbox;

/// <summary>How much of a process a kernel takes.</summary>
public sealed record KernelOptions
{
    /// <summary>Threads that run scripts, each with 256 MB of reserved stack.</summary>
    public int Threads { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>Memory for parsed apps, about 50 bytes for each character of source.</summary>
    public long CacheBytes { get; init; } = 256L * 1_048_576;

    /// <summary>A step of hardening that is left out. Only the proof that the hostile corpus misses it ever sets this.</summary>
    internal string Without { get; init; } = "";
}
