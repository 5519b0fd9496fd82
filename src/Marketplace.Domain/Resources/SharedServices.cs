using Marketplace.Domain.Finance;
using Marketplace.Domain.Logistics;
using Marketplace.Domain.Talent;

namespace Marketplace.Domain.Resources;

/// <summary>The services of shared things that the platform has.</summary>
public static class SharedServices
{
    /// <summary>Each service.</summary>
    public static readonly IReadOnlyList<IResourceService> All = [new LogisticsService(), new FinanceService(), new TalentService()];

    /// <summary>Their names, which no publisher can have.</summary>
    public static readonly IReadOnlyList<string> Names = [.. All.Select(static one => one.Name)];
}
