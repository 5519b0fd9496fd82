using System.Globalization;
using System.Text.Json;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Records;

namespace Marketplace.Domain.Upgrades;

/// <summary>What is different in another version, as a firm reads it before it takes it.</summary>
public static class UpgradeDifference
{
    /// <summary>Every difference, by area and then by subject.</summary>
    /// <param name="before">The version the firm has.</param>
    /// <param name="after">The version it looks at.</param>
    /// <param name="grants">What the firm has agreed to.</param>
    public static IReadOnlyList<Difference> Of(Manifest before, Manifest after, IReadOnlyList<string> grants) =>
    [
        .. Scopes(before, after, grants), .. Hosts(before, after), .. Shares(before, after), .. Prices(before, after), .. Limits(before, after),
        .. Entities(before, after), .. Functions(before, after),
    ];

    /// <summary>The scopes without which the version cannot be taken and that the firm has not agreed to: new ones, ones that became required,
    /// and a spending limit that rises.</summary>
    public static IReadOnlyList<string> Consents(Manifest before, Manifest after, IReadOnlyList<string> grants) =>
        [.. after.Permissions.Where(p => NeedsConsent(before, p, grants)).Select(static p => p.Scope).Order(StringComparer.Ordinal)];

    private static bool NeedsConsent(Manifest before, PermissionSpec asked, IReadOnlyList<string> grants)
    {
        var granted = grants.Contains(asked.Scope, StringComparer.Ordinal);
        var known = before.Permissions.FirstOrDefault(p => p.Scope == asked.Scope);
        return (asked.Required && !granted) || (granted && known is not null && asked.Cap > known.Cap);
    }

    private static IEnumerable<Difference> Scopes(Manifest before, Manifest after, IReadOnlyList<string> grants)
    {
        foreach (var scope in before.Permissions.Concat(after.Permissions).Select(static p => p.Scope).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (was, now) = (before.Permissions.FirstOrDefault(p => p.Scope == scope), after.Permissions.FirstOrDefault(p => p.Scope == scope));
            if (Made(scope.StartsWith("spend:", StringComparison.Ordinal) ? "spend" : "scopes", scope, Asked(was), Asked(now)) is { } one)
                yield return one with { Consent = now is not null && NeedsConsent(before, now, grants), Purpose = (now ?? was)!.Purpose };
        }
    }

    private static IEnumerable<Difference> Hosts(Manifest before, Manifest after)
    {
        foreach (var host in before.Egress.Concat(after.Egress).Select(static e => e.Host).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (was, now) = (before.Egress.FirstOrDefault(e => e.Host == host), after.Egress.FirstOrDefault(e => e.Host == host));
            if (Made("hosts", host, was is null ? "" : host, now is null ? "" : host) is { } one) yield return one with { Purpose = (now ?? was)!.Purpose };
        }
    }

    private static IEnumerable<Difference> Shares(Manifest before, Manifest after)
    {
        foreach (var set in before.Shares.Concat(after.Shares).Select(static s => s.Dataset).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (was, now) = (before.Shares.FirstOrDefault(s => s.Dataset == set), after.Shares.FirstOrDefault(s => s.Dataset == set));
            if (Made("shares", set, Told(was), Told(now)) is { } one) yield return one with { Purpose = (now ?? was)!.Purpose };
        }
    }

    private static IEnumerable<Difference> Prices(Manifest before, Manifest after)
    {
        foreach (var plan in before.Plans.Concat(after.Plans).Select(static p => p.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            if (Made("price", plan, Told(before.Plans.FirstOrDefault(p => p.Id == plan)), Told(after.Plans.FirstOrDefault(p => p.Id == plan))) is { } one) yield return one;
    }

    private static IEnumerable<Difference> Limits(Manifest before, Manifest after)
    {
        (string Name, int Was, int Now)[] limits =
        [
            ("cpuMs", before.Runtime.CpuMs, after.Runtime.CpuMs), ("memoryMb", before.Runtime.MemoryMb, after.Runtime.MemoryMb), ("hostCalls", before.Runtime.HostCalls, after.Runtime.HostCalls),
        ];
        foreach (var (name, was, now) in limits)
            if (was != now) yield return new Difference { Area = "limits", Subject = name, Kind = "changed", Before = Number(was), After = Number(now) };
    }

    private static IEnumerable<Difference> Entities(Manifest before, Manifest after)
    {
        foreach (var name in before.Entities.Keys.Concat(after.Entities.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            before.Entities.TryGetValue(name, out var was);
            after.Entities.TryGetValue(name, out var now);
            if (was is null || now is null)
            {
                yield return Made("entities", name, was is null ? "" : name, now is null ? "" : name)!;
                continue;
            }
            foreach (var field in was.Fields.Keys.Concat(now.Fields.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                if (Made("entities", $"{name}.{field}", Told(was, field), Told(now, field)) is { } one) yield return one;
        }
    }

    private static IEnumerable<Difference> Functions(Manifest before, Manifest after)
    {
        foreach (var name in before.Functions.Keys.Concat(after.Functions.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            if (Made("functions", name, Told(before.Functions.GetValueOrDefault(name)), Told(after.Functions.GetValueOrDefault(name))) is { } one) yield return one;
    }

    private static Difference? Made(string area, string subject, string was, string now) => was == now ? null : new Difference
    {
        Area = area, Subject = subject, Kind = was.Length == 0 ? "added" : now.Length == 0 ? "removed" : "changed", Before = was, After = now,
    };

    private static string Asked(PermissionSpec? asked) => asked is null ? ""
        : asked.Cap > 0 ? $"{(asked.Required ? "required" : "optional")} {Number(asked.Cap)}" : asked.Required ? "required" : "optional";

    private static string Told(ShareSpec? share) => share is null ? "" : $"{share.Level} {share.Class}: {string.Join(", ", share.Fields)}";

    private static string Told(PlanSpec? plan) => plan is null ? "" : $"{plan.Kind} {Number(plan.Price)}" + (plan.TrialDays > 0 ? $" {Number(plan.TrialDays)}" : "");

    private static string Told(Entity entity, string name)
    {
        if (!entity.Fields.TryGetValue(name, out var field)) return "";
        string[] marks =
        [
            field.Type.ToString().ToLowerInvariant(), .. field.Required ? ["required"] : Array.Empty<string>(), .. field.Unique ? ["unique"] : Array.Empty<string>(),
            .. entity.IsIndexed(name) && !field.Unique ? ["indexed"] : Array.Empty<string>(), .. field.Ref.Length > 0 ? [$"→ {field.Ref}"] : Array.Empty<string>(),
            .. field.Enum.Count > 0 ? [string.Join('|', field.Enum)] : Array.Empty<string>(), .. field.MaxLength > 0 ? [$"≤ {Number(field.MaxLength)}"] : Array.Empty<string>(),
            .. field.Min is { } min ? [$"min {min}"] : Array.Empty<string>(), .. field.Max is { } max ? [$"max {max}"] : Array.Empty<string>(),
            .. field.Formula.Length > 0 ? [$"= {field.Formula}"] : Array.Empty<string>(),
        ];
        return string.Join(' ', marks);
    }

    private static string Told(FunctionSpec? function)
    {
        if (function is null) return "";
        var takes = function.Input.ValueKind == JsonValueKind.Object && function.Input.TryGetProperty("properties"u8, out var all) && all.ValueKind == JsonValueKind.Object
            ? string.Join(", ", all.EnumerateObject().Select(static p => p.Name)) : "";
        return $"({takes}){(function.ReadOnly ? " readOnly" : "")}{(function.Roles.Count > 0 ? " " + string.Join(' ', function.Roles) : "")}";
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
