namespace Marketplace.Domain.Installs;

/// <summary>The states of an install, and which command leads from where to where. The table is data: every cell has a test.</summary>
public static class InstallStates
{
    /// <summary>Asked for and not yet there (never stored); in use; in use while another version is being made ready; paused; left, and to be
    /// had back for <see cref="Kept"/>; gone for good.</summary>
    public const string Requested = "requested", Active = "active", Upgrading = "upgrading", Suspended = "suspended", Uninstalled = "uninstalled", Purged = "purged";

    /// <summary>The commands. <c>finish</c> and <c>fail</c> end an upgrade or a rollback; <c>purge</c> is the host's own.</summary>
    public const string Install = "install", Upgrade = "upgrade", Rollback = "rollback", Finish = "finish", Fail = "fail", Cap = "cap", Settings = "settings",
        Suspend = "suspend", Resume = "resume", Uninstall = "uninstall", Restore = "restore", Purge = "purge";

    /// <summary>How long an install that was left can be had back; then its records, keys and files are removed.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private static readonly Dictionary<(string State, string Command), string> table = new()
    {
        [(Requested, Install)] = Active,
        [(Active, Upgrade)] = Upgrading, [(Active, Rollback)] = Upgrading, [(Active, Suspend)] = Suspended, [(Active, Uninstall)] = Uninstalled, [(Active, Cap)] = Active, [(Active, Settings)] = Active,
        [(Upgrading, Finish)] = Active, [(Upgrading, Fail)] = Active, [(Upgrading, Cap)] = Upgrading, [(Upgrading, Settings)] = Upgrading,
        [(Suspended, Resume)] = Active, [(Suspended, Uninstall)] = Uninstalled, [(Suspended, Cap)] = Suspended, [(Suspended, Settings)] = Suspended,
        [(Uninstalled, Restore)] = Active, [(Uninstalled, Install)] = Active, [(Uninstalled, Purge)] = Purged,
        [(Purged, Install)] = Active,
    };

    /// <summary>Every state, in the order of an install's life.</summary>
    public static IReadOnlyList<string> All { get; } = [Requested, Active, Upgrading, Suspended, Uninstalled, Purged];

    /// <summary>Every command.</summary>
    public static IReadOnlyList<string> Commands { get; } = [Install, Upgrade, Rollback, Finish, Fail, Cap, Settings, Suspend, Resume, Uninstall, Restore, Purge];

    /// <summary>Every transition that there is.</summary>
    public static IReadOnlyDictionary<(string State, string Command), string> Table => table;

    /// <summary>The state after a command, or <c>conflict.state</c> with the state it is in.</summary>
    public static Answer<string> After(string state, string command) =>
        table.TryGetValue((state, command), out var next) ? next : Refusal.Of(Codes.ConflictState, ("state", state), ("command", command));

    /// <summary>Whether calls run and records are written: while it is being upgraded the old version serves.</summary>
    public static bool Serves(string state) => state is Active or Upgrading;

    /// <summary>Whether the firm has it on its list.</summary>
    public static bool IsThere(string state) => state is not (Uninstalled or Purged or Requested);

    /// <summary>The state as it counts now: what was left too long ago is gone, whether or not the host has come to remove it.</summary>
    /// <param name="state">The stored state.</param>
    /// <param name="leftAt">When it was left.</param>
    /// <param name="now">The time.</param>
    public static string Now(string state, DateTimeOffset leftAt, DateTimeOffset now) => state == Uninstalled && now >= leftAt + Kept ? Purged : state;
}
