using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Metering;
using Marketplace.Domain.Publishing;
using Marketplace.Domain.Publishing.Checks;
using Marketplace.Domain.Records;
using Semver;

namespace Marketplace.Domain.Upgrades;

/// <summary>Decides whether a firm may take a version, and what becomes of its records.</summary>
public static class UpgradeRules
{
    /// <summary>How long the version before can be had back, and how long what records were is kept.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(30);

    /// <summary>Records that are carried over in one step.</summary>
    public const int Page = 500;

    /// <summary>The upgrade, or why not: no higher version, a scope without agreement, or records that nothing carries over.</summary>
    public static Answer<UpgradePlan> Decide(UpgradeOrder order, Manifest before, Manifest after, IReadOnlyList<string> granted)
    {
        if (SemVersion.Parse(after.Version).ComparePrecedenceTo(SemVersion.Parse(before.Version)) <= 0)
            return Refusal.Of(Codes.InputInvalid, ("pointer", "/version"), ("rule", $"a version above {before.Version}"));
        var asked = InstallRules.Asked(after);
        foreach (var grant in order.Grants)
            if (!asked.Contains(grant, StringComparer.Ordinal)) return Refusal.Of(Codes.InputInvalid, ("pointer", "/grants"), ("rule", $"{grant} is not asked by the app"));
        foreach (var scope in UpgradeDifference.Consents(before, after, granted))
            if (!order.AllGrants && !order.Grants.Contains(scope, StringComparer.Ordinal)) return Refusal.Of(Codes.GrantMissing, ("scope", scope));
        var migration = Migration(before.Version, after);
        if (migration is null && EntityChange.Breaks(before, after) is [var first, ..])
            return Refusal.Of(Codes.UpgradePath, ("from", before.Version), ("to", after.Version), ("why", first));
        var grants = order.AllGrants ? asked : asked.Where(scope => granted.Contains(scope, StringComparer.Ordinal) || order.Grants.Contains(scope, StringComparer.Ordinal));
        return new UpgradePlan([.. grants], after.Plans.FirstOrDefault(static plan => plan.Kind == PlanKinds.Call)?.Price ?? 0, migration?.Handler ?? "", migration?.Down ?? "");
    }

    /// <summary>The migration that carries records from a version. A patch changes no surface, so that one written for 1.2.0 serves 1.2.3 too.</summary>
    public static MigrationSpec? Migration(string from, Manifest after)
    {
        var has = SemVersion.Parse(from);
        return after.Migrations.FirstOrDefault(m => m.From == from)
            ?? after.Migrations.FirstOrDefault(m => SemVersion.Parse(m.From) is var of && !of.IsPrerelease && !has.IsPrerelease && (of.Major, of.Minor) == (has.Major, has.Minor));
    }

    /// <summary>The least step of a version that the differences need: <c>major minor patch</c>.</summary>
    public static string Step(Package before, Package after) => Surface.Compare(before, after).Bump switch { Bump.Major => "major", Bump.Minor => "minor", _ => "patch" };

    /// <summary>The entities of the version gone to whose records must be looked at one by one before it can serve: all that both have when a
    /// handler carries them over, else those whose index entries would be others. Records of an entity that the version does not declare stay
    /// where they are: it does not see them, and the way back finds them.</summary>
    public static IReadOnlyList<Entity> Staged(Manifest from, Manifest to, bool isCarried) =>
        [.. to.Entities.Values.Where(entity => !from.Entities.TryGetValue(entity.Name, out var was) || isCarried || !SameKeys(was, entity)).OrderBy(static e => e.Name, StringComparer.Ordinal)];

    /// <summary>Whether both shapes give a record the same index entries.</summary>
    public static bool SameKeys(Entity left, Entity right) => Keys(left).SequenceEqual(Keys(right));

    /// <summary>Whether a record that fits one fits the other and means the same.</summary>
    public static bool SameShape(Entity left, Entity right) =>
        left.Fields.Count == right.Fields.Count && left.Fields.Values.All(one => right.Fields.TryGetValue(one.Name, out var other) && Same(one, other));

    private static bool Same(Field one, Field other) =>
        (one.Type, one.Ref, one.Required, one.Unique, one.Scale, one.Formula, one.Pattern, one.Min, one.Max, one.MaxLength)
            == (other.Type, other.Ref, other.Required, other.Unique, other.Scale, other.Formula, other.Pattern, other.Min, other.Max, other.MaxLength)
        && one.Enum.SequenceEqual(other.Enum, StringComparer.Ordinal);

    private static IEnumerable<(string, FieldType, bool)> Keys(Entity entity) =>
        entity.Fields.Values.Where(f => entity.IsIndexed(f.Name) && f.Type is not (FieldType.Json or FieldType.Attachment))
            .Select(static f => (f.Name, f.Type, f.Unique)).OrderBy(static k => k.Name, StringComparer.Ordinal);
}
