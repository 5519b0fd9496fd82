using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Insight;
using Marketplace.Domain.Jobs;

namespace Marketplace.Domain.Invocations;

/// <summary>What a call's effects must satisfy before anything of them is committed. The runner's own checks are courtesy;
/// these are the wall.</summary>
public static class EffectRules
{
    /// <summary>Scope needed to send a command to a device.</summary>
    public const string DeviceCommand = "invoke:device.command";

    /// <summary>Longest delay of a job: 30 days, in milliseconds.</summary>
    public const long LongestDelay = 30L * 24 * 3600 * 1000;

    /// <summary>The first effect that may not be, or null. Record fields are checked by the overlay, which knows the stored rows.</summary>
    public static Refusal? Check(Manifest manifest, FunctionSpec function, IReadOnlyList<string> grants, IReadOnlyList<Effect> effects, int ceiling)
    {
        if (effects.Count == 0) return null;
        if (function.ReadOnly) return Refusal.Of(Codes.EffectReadOnly, ("effects", effects.Count));
        if (effects.Count > ceiling) return Refusal.Of(Codes.LimitEffects, ("effects", effects.Count), ("ceiling", ceiling));
        if (effects.Count(static effect => effect is Effect.Act) is > Resources.SharedAsks.PerCall and var acts)
            return Refusal.Of(Codes.LimitEffects, ("effects", acts), ("ceiling", Resources.SharedAsks.PerCall));
        for (var i = 0; i < effects.Count; i++)
            if (One(manifest, grants, effects[i], i + 1) is { } no) return no;
        return null;
    }

    private static Refusal? One(Manifest manifest, IReadOnlyList<string> grants, Effect effect, int ordinal) => effect switch
    {
        Effect.Insert e => Entity(manifest, e.Entity, ordinal),
        Effect.Update e => Entity(manifest, e.Entity, ordinal) ?? Append(manifest, e.Entity, e.Id),
        Effect.Delete e => Entity(manifest, e.Entity, ordinal) ?? Append(manifest, e.Entity, e.Id),
        Effect.Emit e => Emitted(manifest, e, ordinal),
        Effect.DeviceSend e => !grants.Contains(DeviceCommand, StringComparer.Ordinal)
            ? Refusal.Of(Codes.GrantMissing, ("scope", DeviceCommand))
            : e.Device.Length is > 0 and <= 60 && e.Command.Length is > 0 and <= 60 ? null : Bad(ordinal, "device and command have 1 to 60 characters"),
        Effect.JobStart e => !manifest.Functions.ContainsKey(e.Function)
            ? Bad(ordinal, $"function {e.Function} is not in the manifest")
            : e.DelayMs is >= 0 and <= LongestDelay ? null : Bad(ordinal, "delayMs is 0 to 30 days"),
        Effect.Progress e => e.Done >= 0 && e.Total >= e.Done && e.Note.Length <= 200 ? null : Bad(ordinal, "done is 0 to total, the note has at most 200 characters"),
        Effect.Act e => Resources.SharedAsks.Fault(e, grants) is { } no ? no.Code == Codes.EffectInvalid ? Bad(ordinal, no.Facts["rule"]) : no : null,
        Effect.AppCall e => grants.Contains(AppRules.Scope(new AppLink(e.App, e.Function, IsRead: false)), StringComparer.Ordinal)
            ? null : Refusal.Of(Codes.GrantMissing, ("scope", AppRules.Scope(new AppLink(e.App, e.Function, IsRead: false)))),
        Effect.Share e => ShareRules.Check(manifest, grants, e, ordinal),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static Refusal? Emitted(Manifest manifest, Effect.Emit emit, int ordinal)
    {
        if (manifest.Emits.FirstOrDefault(declared => declared.Type == emit.Type) is not { } declared) return Bad(ordinal, $"event {emit.Type} is not in emits");
        return EventRules.Misfit(declared, emit.Data) is { } misfit
            ? Refusal.Of(Codes.EffectInvalid, ("effect", ordinal), ("event", emit.Type), ("pointer", misfit.Pointer), ("rule", misfit.Message))
            : null;
    }

    private static Refusal? Entity(Manifest manifest, string entity, int ordinal) =>
        manifest.Entities.ContainsKey(entity) ? null : Bad(ordinal, $"entity {entity} is not in the manifest");

    private static Refusal? Append(Manifest manifest, string entity, string id) =>
        manifest.Entities[entity].AppendOnly ? Refusal.Of(Codes.ConflictAppendOnly, ("entity", entity), ("id", id)) : null;

    private static Refusal Bad(int ordinal, string rule) => Refusal.Of(Codes.EffectInvalid, ("effect", ordinal), ("rule", rule));
}
