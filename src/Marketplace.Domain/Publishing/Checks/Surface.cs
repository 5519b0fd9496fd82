using System.Text.Json;
using Marketplace.Domain.Catalogue;

namespace Marketplace.Domain.Publishing.Checks;

/// <summary>The least step of a version.</summary>
internal enum Bump { Patch, Minor, Major }

/// <summary>Compares what two versions of an app promise and ask.</summary>
internal static class Surface
{
    /// <summary>What may change without anyone noticing a different app.</summary>
    private static readonly string[] Presentation =
        ["$schema", "version", "name", "summary", "description", "icon", "categories", "support"];

    /// <summary>The step that the differences need, and why.</summary>
    public static (Bump Bump, IReadOnlyList<string> Reasons) Compare(Package previous, Package next)
    {
        Manifest before = previous.Manifest, after = next.Manifest;
        var reasons = new List<string>();
        reasons.AddRange(Asks(before, after));
        reasons.AddRange(Prices(before, after));
        reasons.AddRange(EntityChange.Breaks(before, after));
        reasons.AddRange(Promises(before, after));
        if (reasons.Count > 0) return (Bump.Major, reasons);
        var changed = Changed(previous, next);
        return changed.Count > 0 ? (Bump.Minor, [.. changed.Select(k => $"\"{k}\" changed")]) : (Bump.Patch, []);
    }

    /// <summary>Whether records written by the version before may no longer fit.</summary>
    public static bool BreaksRecords(Package previous, Package next) => EntityChange.Breaks(previous.Manifest, next.Manifest).Count > 0;

    private static IEnumerable<string> Asks(Manifest before, Manifest after)
    {
        foreach (var permission in after.Permissions)
        {
            var known = before.Permissions.FirstOrDefault(p => p.Scope == permission.Scope);
            var heavy = permission.Scope.StartsWith("spend:", StringComparison.Ordinal) || permission.Scope.StartsWith("share:", StringComparison.Ordinal);
            if (known is null && (permission.Required || heavy)) yield return $"new permission {permission.Scope}";
            else if (known is { Required: false } && permission.Required) yield return $"{permission.Scope} became required";
            else if (known is not null && permission.Cap > known.Cap) yield return $"the cap of {permission.Scope} rose";
        }
        foreach (var host in after.Egress.Select(e => e.Host).Except(before.Egress.Select(e => e.Host))) yield return $"new host {host}";
        foreach (var share in after.Shares)
        {
            var known = before.Shares.FirstOrDefault(s => s.Dataset == share.Dataset);
            if (known is null) yield return $"new share {share.Dataset}";
            else if (share.Fields.Except(known.Fields).Any() || share.Level != known.Level || share.Class != known.Class) yield return $"share {share.Dataset} widened";
        }
    }

    private static IEnumerable<string> Prices(Manifest before, Manifest after)
    {
        foreach (var plan in before.Plans)
        {
            var now = after.Plans.FirstOrDefault(p => p.Id == plan.Id);
            if (now is null) yield return $"the plan {plan.Id} is gone";
            else if (now.Price > plan.Price || now.Kind != plan.Kind) yield return $"the price of {plan.Id} rose or is counted differently";
            else if (now.TrialDays < plan.TrialDays) yield return $"the trial of {plan.Id} became shorter";
        }
        if (before.Plans.Count == 0 && after.Plans.Count > 0 && after.Plans.All(p => p.Price > 0)) yield return "it was free and has a price now";
    }

    private static IEnumerable<string> Promises(Manifest before, Manifest after)
    {
        foreach (var (name, function) in before.Exposes)
        {
            if (!after.Exposes.TryGetValue(name, out var now)) yield return $"{name} is no longer exposed";
            else if (!SchemaChange.TakesAtLeast(before.Functions[function].Input, after.Functions[now].Input)
                || !SchemaChange.GivesAtLeast(before.Functions[function].Output, after.Functions[now].Output))
                yield return $"the exposed function {name} changed incompatibly";
        }
        foreach (var known in before.Emits)
        {
            var now = after.Emits.FirstOrDefault(e => e.Type == known.Type);
            if (now is null) yield return $"the event {known.Type} is gone";
            else if (!SchemaChange.GivesAtLeast(known.Schema, now.Schema)) yield return $"the event {known.Type} changed incompatibly";
        }
    }

    /// <summary>Keys of the manifest that are not the same, but for those that only dress the app up.</summary>
    public static List<string> Changed(Package previous, Package next)
    {
        using var before = JsonDocument.Parse(previous.Entries[PackagePaths.Manifest]);
        using var after = JsonDocument.Parse(next.Entries[PackagePaths.Manifest]);
        return [.. ManifestKeys.Top.Except(Presentation).Where(key =>
        {
            var had = before.RootElement.TryGetProperty(key, out var old);
            var has = after.RootElement.TryGetProperty(key, out var now);
            return had != has || (had && !JsonElement.DeepEquals(old, now));
        })];
    }
}
