namespace Marketplace.Domain.Resources;

/// <summary>The services of shared things that the platform has.</summary>
public static class SharedServices
{
    /// <summary>Their names, which no publisher can have.</summary>
    public static readonly IReadOnlyList<string> Names = ["logistics", "finance", "talent"];

    /// <summary>Each service.</summary>
    public static readonly IReadOnlyList<IResourceService> All = [];
}
