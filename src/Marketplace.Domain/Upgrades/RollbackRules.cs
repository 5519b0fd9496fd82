using Marketplace.Domain.Records;

namespace Marketplace.Domain.Upgrades;

/// <summary>What a migration left of a record: the version it then had, and whether its body was changed.</summary>
/// <param name="After">The record's version when the new version began to serve.</param>
/// <param name="Changed">Whether the migration changed its body.</param>
/// <param name="Body">What the body was before; nothing where it was not changed.</param>
public sealed record PreImage(long After, bool Changed, byte[] Body);

/// <summary>What becomes of a record on the way back.</summary>
public enum Way
{
    /// <summary>It stays as it is.</summary>
    Stays,
    /// <summary>It becomes again what it was.</summary>
    Restored,
    /// <summary>The app's own <c>down</c> carries it back.</summary>
    Carried,
    /// <summary>Nothing can carry it back.</summary>
    Conflict,
}

/// <summary>Decides, record by record, how a rollback behind a migration goes.</summary>
public static class RollbackRules
{
    /// <summary>The way of one record.</summary>
    /// <param name="version">The record's version now.</param>
    /// <param name="before">What the migration left of it; null for a record that was made since.</param>
    /// <param name="isAlike">Whether the migration changed nothing of this entity: neither its shape nor any record.</param>
    /// <param name="hasDown">Whether the app has a <c>down</c>.</param>
    public static Way Judge(long version, PreImage? before, bool isAlike, bool hasDown)
    {
        if (before is not null && before.After == version) return before.Changed ? Way.Restored : Way.Stays;
        if (isAlike) return Way.Stays;
        return hasDown ? Way.Carried : Way.Conflict;
    }
}
