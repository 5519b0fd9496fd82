using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Marketplace.Domain.Invocations;
using Marketplace.Sandbox.Crossing;

namespace Marketplace.Sandbox.Capabilities;

/// <summary><c>ctx.records.{entity}</c>: an app's own records. Reads see the effects proposed so far.</summary>
internal static class Records
{
    public static readonly Capability Entity = new("Entity", "The records of one entity.",
        new HostFunction("get", HostKind.Read, "id: string", "Promise<T | null>", "The record with this id, or null.", (s, a) =>
            s.Run.Ask("records.get", $"{{\"entity\":{Quote(s, s.Entity)},\"id\":{Quote(s, a.Name(0, s, "id"))}}}")),
        new HostFunction("first", HostKind.Read, "query?: Query<T>", "Promise<T | null>", "The first record of a query, or null.", (s, a) => Query("first", s, a)),
        new HostFunction("find", HostKind.Read, "query?: Query<T>", "Promise<T[]>", "At most `limit` records (100 when not said, 1,000 at most).", (s, a) => Query("find", s, a)),
        new HostFunction("count", HostKind.Read, "query?: Query<T>", "Promise<number>", "How many records the query means.", (s, a) => Query("count", s, a)),
        new HostFunction("aggregate", HostKind.Read, "query: Aggregate<T>", "Promise<Record<string, unknown>[]>", "Sums, averages, extremes and counts by group.",
            (s, a) => Query("aggregate", s, a)),
        new HostFunction("insert", HostKind.Effect, "body: Body<T>", "string", "Proposes a new record and says its id.", Insert),
        new HostFunction("update", HostKind.Effect, "id: string, patch: Patch<T>, options?: { version?: number }", "void",
            "Proposes a change of the fields named; null takes a field away. With a version, a record that has moved on is a conflict.", Update),
        new HostFunction("delete", HostKind.Effect, "id: string, options?: { version?: number }", "void", "Proposes to take a record away.", Delete));

    /// <summary>The layout of <c>ctx.records</c> for an app's entities.</summary>
    public static JsObjectShape ShapeOf(IReadOnlyList<string> entities)
    {
        var builder = new JsObjectShape.Builder();
        foreach (var entity in entities.Distinct(StringComparer.Ordinal))
            builder.PerRealmSlot(entity, self => Entity.For(new HostScope(Capability.ScopeOf(self).Run, entity)), true, false, false);
        return builder.Build();
    }

    private static JsValue Query(string op, HostScope scope, JsValue[] args)
    {
        var run = scope.Run;
        var prefix = $"{{\"entity\":{Quote(scope, scope.Entity)}";
        if (args.At(0).IsUndefined() || args.At(0).IsNull()) return run.Ask("records." + op, prefix + "}");
        var writer = new JsonText(run.Engine, JsonLimits.Crossing(run.Call.Budget.ResultBytes), run.Checkpoint);
        writer.WriteMembers(args.Object(0, scope, "the query"), prefix, reserved: "entity");
        return run.Ask("records." + op, writer.Out.ToString());
    }

    private static JsValue Insert(HostScope scope, JsValue[] args)
    {
        scope.Run.MustWrite("insert");
        args.Object(0, scope, "the record");
        var body = args.Json(0, scope, "the record");
        var id = scope.Run.NextId();
        scope.Run.Propose(new Effect.Insert(scope.Entity, id, body), body);
        return id;
    }

    private static JsValue Update(HostScope scope, JsValue[] args)
    {
        scope.Run.MustWrite("update");
        args.Object(1, scope, "the patch");
        var patch = args.Json(1, scope, "the patch");
        scope.Run.Propose(new Effect.Update(scope.Entity, args.Name(0, scope, "id"), args.Option(2, scope, "version"), patch), patch);
        return JsValue.Undefined;
    }

    private static JsValue Delete(HostScope scope, JsValue[] args)
    {
        scope.Run.MustWrite("delete");
        scope.Run.Propose(new Effect.Delete(scope.Entity, args.Name(0, scope, "id"), args.Option(1, scope, "version")), "");
        return JsValue.Undefined;
    }

    /// <summary>A text as JSON, within the bound of a result.</summary>
    public static string Quote(HostScope scope, string text)
    {
        var sink = new TextSink(scope.Run.Call.Budget.ResultBytes, () => Engines.ScriptErrors.Range(scope.Run.Engine, "The text is too large"));
        sink.AddQuoted(text);
        return sink.ToString();
    }
}
