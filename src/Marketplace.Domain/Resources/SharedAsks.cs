using System.Text.Json;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;

namespace Marketplace.Domain.Resources;

/// <summary>What apps may ask of shared services and do on them: the scopes, and the words of the questions.</summary>
public static class SharedAsks
{
    /// <summary>The words of the questions: one thing, a list, what a command would come to.</summary>
    public const string Track = "shared.track", List = "shared.list", Quote = "shared.quote";

    /// <summary>Questions and commands of one call, at most.</summary>
    public const int PerCall = 20;

    /// <summary>True for a question to a shared service.</summary>
    public static bool Is(string op) => op is Track or List or Quote;

    /// <summary>The scope that a collection's things need: <c>invoke:logistics.consignment</c>.</summary>
    public static string Invoke(string service, string collection) => $"invoke:{service}.{Kind(collection)}";

    /// <summary>The scope that a command needs beside it that commits the firm to pay: <c>spend:finance.financing</c>.</summary>
    public static string Spend(string service, string collection) => $"spend:{service}.{Kind(collection)}";

    /// <summary>One thing of a collection, in a word: <c>consignments</c> is <c>consignment</c>, <c>deliveries</c> is <c>delivery</c>.</summary>
    public static string Kind(string collection) => collection.EndsWith("ies", StringComparison.Ordinal) ? collection[..^3] + "y" : collection.EndsWith('s') ? collection[..^1] : collection;

    /// <summary>The type of the event that tells an app what came of its command: <c>{service}.{kind}.answered.v1</c>.</summary>
    public static string Answered(string service, string collection) => $"{service}.{Kind(collection)}.answered.v1";

    /// <summary>Why a command may not be, or null.</summary>
    public static Refusal? Fault(Effect.Act act, IReadOnlyList<string> grants)
    {
        if (SharedServices.All.FirstOrDefault(one => one.Name == act.Service) is not { } service) return Bad($"there is no service {act.Service}");
        if (ResourceRules.IsEveryones(act.Collection) || ResourceRules.Table(service, act.Collection) is not { } table) return Bad($"{act.Service} has no {act.Collection}");
        if (!table.Commands.Contains(act.Command)) return Bad($"{act.Collection} know no command {act.Command}");
        if (!ResourceName.IsId(act.On)) return Bad("an id has 1 to 64 of a-z 0-9 -");
        if (Held(grants, Invoke(act.Service, act.Collection)) is { } no) return no;
        return service.Spends(act.Collection, act.Command) ? Held(grants, Spend(act.Service, act.Collection)) : null;
    }

    /// <summary>The refusal of a question, or null: its collection and its grant.</summary>
    public static Refusal? Fault(string service, string collection, IReadOnlyList<string> grants) =>
        SharedServices.All.FirstOrDefault(one => one.Name == service) is not { } found || ResourceRules.Table(found, collection) is null
            ? Refusal.Of(Codes.NotFound, ("what", $"{service}/{collection}"))
            : ResourceRules.IsEveryones(collection) ? null : Held(grants, Invoke(service, collection));

    /// <summary>The most that a manifest lets a scope spend in a month, micro-yuan; 0 when it has none.</summary>
    public static long CapOf(Manifest manifest, string scope) => manifest.Permissions.FirstOrDefault(one => one.Scope == scope)?.Cap ?? 0;

    private static Refusal? Held(IReadOnlyList<string> grants, string scope) => Scopes.Covers(grants, scope) ? null : Refusal.Of(Codes.GrantMissing, ("scope", scope));

    private static Refusal Bad(string rule) => Refusal.Of(Codes.EffectInvalid, ("rule", rule));
}
