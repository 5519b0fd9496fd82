using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Jobs;
using Marketplace.Grains.Jobs;
using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Marketplace.Storage.Installs;

namespace Marketplace.Grains.Installs;

/// <summary>What a change of an install's state sets going, in the commit of the change.</summary>
internal static class Beginnings
{
    /// <summary>It is there: what the app wants done then, and its clock.</summary>
    public static void Installed(Unit unit, InstallHead head, Manifest manifest, Caller caller, string zone, DateTimeOffset now)
    {
        foreach (var trigger in manifest.Triggers.Where(static t => t.Kind == Causes.Install))
            Messages.Call(unit, $"install:{head.Id}:{head.Epoch}:{trigger.Function}",
                new PendingCall(head.Tenant, head.App, trigger.Function, "{}", caller.Actor, caller.TraceParent) { Cause = Causes.Install }, now, now);
        Clockwork.Promise(unit, (head.Tenant, head.App, head.Id), manifest, zone, now);
    }

    /// <summary>Whether a call is the last word of an app that was left: the very one that was owed since then, and nothing that it began in its turn.</summary>
    public static bool IsFarewell(Caller caller, InstallHead head) =>
        caller.Is(Roles.System) && caller.Operation.StartsWith(Messages.Operation(head.Tenant, $"uninstall:{head.Id}:"), StringComparison.Ordinal);

    /// <summary>Why no call is let in, by the install's state, or null. A last word is said by an app that is left, and not any more when the firm is back.</summary>
    public static Refusal? Closed(InstallHead head, bool isFarewell) => (isFarewell, head.State) switch
    {
        (true, InstallStates.Uninstalled) => null,
        (false, var state) when !InstallStates.IsThere(state) => Refusal.Of(Codes.NotFound, ("what", "install")),
        (false, InstallStates.Active or InstallStates.Upgrading) => null,
        var (_, state) => Refusal.Of(Codes.ConflictState, ("state", state), ("reason", "firm")),
    };

    /// <summary>A command of its owner was done. Who comes back gets the clock again, and what waited for the end of a pause, or for a higher
    /// cap, waits no longer.</summary>
    public static void Changed(Unit unit, string command, InstallHead head, Manifest? manifest, string zone, DateTimeOffset now)
    {
        if (command == InstallStates.Uninstall) Purging.Promise(unit, head);
        foreach (var trigger in command == InstallStates.Uninstall ? manifest?.Triggers.Where(static t => t.Kind == Causes.Uninstall) ?? [] : [])
            Messages.Call(unit, $"uninstall:{head.Id}:{head.Epoch}:{trigger.Function}",
                new PendingCall(head.Tenant, head.App, trigger.Function, "{}", Causes.Actor(Causes.Uninstall)) { Cause = Causes.Uninstall }, now, now);
        if (command is InstallStates.Resume or InstallStates.Cap or InstallStates.Restore) DueFacts.Hurry(unit, $"{head.Tenant}/{head.App}", DeliveryRules.Paused, now);
        if (command is InstallStates.Resume or InstallStates.Restore && manifest is not null) Clockwork.Promise(unit, (head.Tenant, head.App, head.Id), manifest, zone, now);
    }
}
