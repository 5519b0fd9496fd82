using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Metering;

namespace Marketplace.Domain.Installs;

/// <summary>What an install will be, once decided.</summary>
public sealed record InstallPlan(string Version, string Digest, IReadOnlyList<string> Grants, long MonthlyCap, bool SampleData, PlanSpec? Plan)
{
    /// <summary>What the publisher asks for a call, micro-yuan; 0 on other plans.</summary>
    public long Price => Plan is { Kind: PlanKinds.Call } ? Plan.Price : 0;
}

/// <summary>Decides an install from the order, the manifest and the brain's habits.</summary>
public static class InstallRules
{
    /// <summary>The highest cap a firm can set by itself: ¥1,000,000 a month, in micro-yuan.</summary>
    public const long HighestCap = 1_000_000_000_000;

    /// <summary>Grants are a subset of what the manifest asks and hold everything it requires; the cap is in range; the plan is one of the app's, and its fee fits the cap.</summary>
    public static Answer<InstallPlan> Decide(InstallOrder order, Manifest manifest, string digest, long defaultCap, bool sampleByDefault)
    {
        var asked = Asked(manifest);
        var grants = order.AllGrants ? asked : order.Grants.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        foreach (var grant in grants)
            if (!asked.Contains(grant, StringComparer.Ordinal))
                return Refusal.Of(Codes.InputInvalid, ("pointer", "/grants"), ("rule", $"{grant} is not asked by the app"));
        foreach (var permission in manifest.Permissions)
            if (permission.Required && !grants.Contains(permission.Scope, StringComparer.Ordinal))
                return Refusal.Of(Codes.GrantMissing, ("scope", permission.Scope));
        var cap = order.MonthlyCap ?? defaultCap;
        if (cap is < 0 or > HighestCap)
            return Refusal.Of(Codes.InputInvalid, ("pointer", "/monthlyCap"), ("rule", $"0 to {HighestCap} micro-yuan"));
        if (!Pricing.TryPlan(manifest, order.Plan ?? "", out var chosen)) return Refusal.Of(Codes.InputInvalid, ("pointer", "/plan"), ("rule", "a plan of the app"));
        if (cap > 0 && chosen is { Kind: PlanKinds.Month } && chosen.Price > cap)
            return Refusal.Of(Codes.InputInvalid, ("pointer", "/monthlyCap"), ("rule", $"at least {chosen.Price} micro-yuan, the plan's monthly fee, or 0 for no cap"));
        return new InstallPlan(manifest.Version, digest, grants, cap, order.SampleData ?? sampleByDefault, chosen);
    }

    /// <summary>Every scope and host (<c>host:name</c>) that the manifest asks, in ordinal order.</summary>
    public static IReadOnlyList<string> Asked(Manifest manifest) =>
        [.. manifest.Permissions.Select(p => p.Scope).Concat(manifest.Egress.Select(e => $"host:{e.Host}"))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>What the publisher asks for a call on the app's first plan, micro-yuan; 0 on other plans.</summary>
    public static long PricePerCall(Manifest manifest) => Pricing.TryPlan(manifest, "", out var plan) && plan is { Kind: PlanKinds.Call } ? plan.Price : 0;

    /// <summary>Whether the person may call the function: an empty list means everyone of the firm; the host itself always may.</summary>
    public static bool MayCall(FunctionSpec function, IReadOnlyList<string> roles) =>
        function.Roles.Count == 0 || roles.Contains(Roles.System) || roles.Contains(Roles.Owner)
        || function.Roles.Any(r => roles.Contains(r, StringComparer.Ordinal));
}
