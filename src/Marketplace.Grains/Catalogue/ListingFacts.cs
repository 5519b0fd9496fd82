using Marketplace.Contracts.Catalogue;
using Marketplace.Domain.Catalogue;

namespace Marketplace.Grains.Catalogue;

/// <summary>What firms may know of a version: that it was on the shelf. What was asked, refused or remarked stays between operator and publisher.</summary>
internal static class ListingFacts
{
    /// <summary>True for a version that is or was on the shelf; a withdrawn one may never have been.</summary>
    public static bool IsPublic(VersionFacts version) =>
        version.State is ListingRules.Listed or ListingRules.Superseded or ListingRules.Suspended;

    /// <summary>The version without the operator's words and other firms' figures.</summary>
    public static VersionFacts Public(VersionFacts version) => version with { Remark = "", Rules = [], Rollout = version.Rollout is { } rollout ? rollout with { Tally = null } : null };
}
