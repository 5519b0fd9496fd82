using Jint;
using Jint.Native;
using Jint.Runtime;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Resources;

namespace Marketplace.Sandbox.Capabilities;

/// <summary><c>ctx.logistics</c>, <c>ctx.finance</c>, <c>ctx.talent</c>: what the firms of a brain share. The same functions for each; which
/// collections and commands there are is in the service's state tables.</summary>
internal static class SharedThings
{
    public static readonly Capability Logistics = Of("logistics", "Freight: offers, consignments, tenders, trips, settlements."),
        Finance = Of("finance", "Credit: receivables, vouchers, financings, lines."), Talent = Of("talent", "People: certificates, requests, agreements, shifts, gigs.");

    private static Capability Of(string service, string doc) => new($"{char.ToUpperInvariant(service[0])}{service[1..]}", doc,
        new HostFunction("track", HostKind.Read, "collection: string, id: string", "Promise<SharedThing | null>",
            $"One thing as your firm sees it. Needs `invoke:{service}.{{kind}}`, the collection's kind in the singular.",
            (scope, args) => Ask(scope, service, SharedAsks.Track, args, "\"id\":" + Records.Quote(scope, args.Name(1, scope, "id")))),
        new HostFunction("list", HostKind.Read, "collection: string, options?: { open?: boolean; state?: string; limit?: number }", "Promise<SharedThing[]>",
            "Your firm's things, newest change first, or with `open` those that every firm of the brain may see.",
            (scope, args) => Ask(scope, service, SharedAsks.List, args, $"\"options\":{Options(scope, args, 1)}")),
        new HostFunction("quote", HostKind.Read, "collection: string, input: unknown, id?: string, command?: string", "Promise<SharedQuote>",
            "What a command would come to, without doing it: the thing as it would be and what your firm would be committed to pay, or a refusal. Without an id, what making one would.",
            (scope, args) => Ask(scope, service, SharedAsks.Quote, args,
                $"\"input\":{args.Json(1, scope, "the input")},\"id\":{Records.Quote(scope, Optional(scope, args, 2, "id"))},\"command\":{Records.Quote(scope, Optional(scope, args, 3, "command"))}")),
        new HostFunction("post", HostKind.Effect, "collection: string, input: unknown", "string",
            "Makes a thing after the call has been committed, and says its id. What came of it is told by the event `" + service + ".{kind}.answered.v1`.",
            (scope, args) => Do(scope, service, "post", args.Name(0, scope, "collection"), "", "", args.Json(1, scope, "the input"))),
        new HostFunction("act", HostKind.Effect, "collection: string, id: string, command: string, input?: unknown", "string",
            "Does a command of the state table on a thing after the call has been committed, and says the command's id.",
            (scope, args) => Do(scope, service, "act", args.Name(0, scope, "collection"), args.Name(1, scope, "id"), args.Name(2, scope, "command"), Options(scope, args, 3))),
        Named(service, "offer", "Offers on a thing: a price, a rate, a person."), Named(service, "accept", "Accepts what is offered."), Named(service, "cancel", "Takes back what is not yet done."));

    private static HostFunction Named(string service, string command, string doc) => new(command, HostKind.Effect, "collection: string, id: string, input?: unknown", "string", $"{doc} The same as `act` with the command `{command}`.",
        (scope, args) => Do(scope, service, command, args.Name(0, scope, "collection"), args.Name(1, scope, "id"), command, Options(scope, args, 2)));

    private static JsValue Ask(HostScope scope, string service, string op, JsValue[] args, string more)
    {
        var collection = args.Name(0, scope, "collection");
        if (SharedAsks.Fault(service, collection, scope.Run.Call.Grants) is { } no) throw scope.Run.Errors.Throw(scope.Run.Engine, no);
        return scope.Run.Ask(op, $"{{\"service\":\"{service}\",\"collection\":{Records.Quote(scope, collection)},{more}}}");
    }

    private static JsValue Do(HostScope scope, string service, string function, string collection, string id, string command, string input)
    {
        var run = scope.Run;
        run.MustWrite($"{service}.{function}");
        var ordinal = run.NextId();
        var act = new Effect.Act(ordinal, service, collection, id.Length > 0 ? id : ordinal, command.Length > 0 ? command : Maker(service, collection), input);
        if (SharedAsks.Fault(act, run.Call.Grants) is { } no) throw run.Errors.Throw(run.Engine, no);
        run.MustShare();
        run.Propose(act, input);
        return act.On == ordinal ? act.On : act.Id;
    }

    /// <summary>The command of a table that leads out of nothing.</summary>
    private static string Maker(string service, string collection) =>
        SharedServices.All.FirstOrDefault(one => one.Name == service) is { } found && ResourceRules.Table(found, collection) is { } table
            ? table.Transitions.FirstOrDefault(static one => one.From == StateTable.None)?.Command ?? "" : "";

    private static string Options(HostScope scope, JsValue[] args, int index) => args.At(index) is var value && (value.IsUndefined() || value.IsNull()) ? "{}" : args.Json(index, scope, "the last argument");

    private static string Optional(HostScope scope, JsValue[] args, int index, string name) => args.At(index).IsUndefined() ? "" : args.Name(index, scope, name);
}
