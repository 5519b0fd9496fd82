using Jint.Native;
using Jint.Native.Object;
using Marketplace.Sandbox.Calls;
using Marketplace.Sandbox.Crossing;

namespace Marketplace.Sandbox.Capabilities;

/// <summary><c>ctx</c>, the second argument of every handler and an app's only door. Each member comes into being when it is first
/// touched, so a handler pays for what it uses.</summary>
internal static class Context
{
    /// <summary>The named parts, in the order in which they are printed.</summary>
    public static readonly IReadOnlyList<(string Name, Capability Part)> Parts =
    [
        ("device", Devices.Device), ("job", Jobs.Job), ("date", Dates.Date), ("decimal", Decimals.Decimal),
        ("code", TradeCodes.Code), ("hash", Hashes.Hash), ("stats", Statistic.Stats), ("table", Tables.Table), ("csv", Csvs.Csv),
        ("http", World.Http), ("logistics", SharedThings.Logistics), ("finance", SharedThings.Finance), ("talent", SharedThings.Talent),
    ];

    /// <summary>Plain values: name, TypeScript type, meaning, and how they are made.</summary>
    public static readonly IReadOnlyList<(string Name, string Type, string Doc, Func<HostScope, JsValue> Make)> Values =
    [
        ("tenant", "string", "The firm that the call works for.", s => s.Run.Call.Tenant),
        ("user", "{ id: string, roles: string[] }", "The person who called, or `system`.", User),
        ("secondSigner", "string | null", "The other person who signed with badge and PIN, verified by the host.", s =>
            s.Run.Call.SecondSigner.Length == 0 ? JsValue.Null : s.Run.Call.SecondSigner),
        ("apps", "Record<string, Record<string, (input?: unknown) => any>>", "Functions that other apps of the firm expose: `await ctx.apps.oee.monthOutput({ month })`. One under `read:app.function:…` is answered inside the call; one under `invoke:app.function:…` proposes a call after the commit and says its id, and what became of it comes as the event `app.called`.", Apps.For),
        ("settings", "Record<string, any>", "The install's settings.", s =>
            s.Run.Call.Settings.Length == 0 ? new JsObject(s.Run.Engine) : JsonIn.Read(s.Run.Engine, s.Run.Call.Settings)),
    ];

    private static readonly JsObjectShape Shape = Build();

    /// <summary>The context of one call.</summary>
    public static ObjectInstance For(CallRun run) => Capability.Of(Shape, new HostScope(run));

    private static JsObjectShape Build()
    {
        var builder = new JsObjectShape.Builder();
        builder.PerRealmSlot("records", self =>
        {
            var scope = Capability.ScopeOf(self);
            return Capability.Of(scope.Run.App.RecordsShape, scope);
        }, true, false, false);
        foreach (var (name, part) in Parts)
            builder.PerRealmSlot(name, self => part.For(Capability.ScopeOf(self)), true, false, false);
        foreach (var (name, _, _, make) in Values)
            builder.PerRealmSlot(name, self => make(Capability.ScopeOf(self)), true, false, false);
        foreach (var function in Surroundings.Own.Functions) Capability.Declare(builder, function);
        return builder.Build();
    }

    private static JsValue User(HostScope scope)
    {
        var user = new JsObject(scope.Run.Engine);
        user.CreateDataProperty("id", scope.Run.Call.User);
        user.CreateDataProperty("roles", new JsArray(scope.Run.Engine, [.. scope.Run.Call.Roles.Select(r => (JsValue)new JsString(r))]));
        return user;
    }
}
