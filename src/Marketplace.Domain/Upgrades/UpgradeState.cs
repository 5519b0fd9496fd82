namespace Marketplace.Domain.Upgrades;

/// <summary>The states of one passage from a version to another. It ends in one commit, in which the version changes, or it leaves nothing.</summary>
public static class UpgradeState
{
    /// <summary>Records are being made ready; the version has changed; it could not be done; some records cannot be carried back and nothing moved;
    /// it was taken back.</summary>
    public const string Running = "running", Done = "done", Failed = "failed", Conflicts = "conflicts", Undone = "undone";

    /// <summary>The directions.</summary>
    public const string Up = "up", Back = "back";
}
