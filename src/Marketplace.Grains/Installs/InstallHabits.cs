using Marketplace.Domain.Invocations;

namespace Marketplace.Grains.Installs;

/// <summary>How this host installs.</summary>
internal sealed class InstallHabits(GrainOptions options, Random random)
{
    /// <summary>Longest time until an operator's suspension stops a running install.</summary>
    public static readonly TimeSpan SuspensionBound = TimeSpan.FromSeconds(2);

    /// <summary>Whether sample records are loaded when the order does not say.</summary>
    public bool SampleData => options.SampleData;

    /// <summary>A fresh install id.</summary>
    public string NewId(DateTimeOffset now)
    {
        return Ids.New(now, random);
    }
}
