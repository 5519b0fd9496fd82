using Marketplace.Domain.Catalogue;

namespace Marketplace.Domain.Invocations;

/// <summary>A function that another app exposes and a manifest asks to call: one that only reads is answered inside the call, another one is called after it.</summary>
public sealed record AppLink(string App, string Function, bool IsRead);

/// <summary>Which functions of other apps an app may call. A scope names one: <c>read:app.function:auto.oee.monthOutput</c> to be answered at once,
/// <c>invoke:app.function:auto.oee.beginShift</c> to be called after the commit. The firm grants each like any other scope.</summary>
public static class AppRules
{
    /// <summary>The event by which a caller hears what became of a call that was made after it.</summary>
    public const string Called = "app.called";

    private const string Read = "read:app.function", Invoke = "invoke:app.function";

    /// <summary>The scope of a link.</summary>
    public static string Scope(AppLink link) => $"{(link.IsRead ? Read : Invoke)}:{link.App.Replace('/', '.')}.{link.Function}";

    /// <summary>Whether a scope is about functions of other apps.</summary>
    public static bool IsAbout(string scope) => scope is Read or Invoke || scope.StartsWith(Read + ":", StringComparison.Ordinal) || scope.StartsWith(Invoke + ":", StringComparison.Ordinal);

    /// <summary>The link that a scope names, or null.</summary>
    public static AppLink? Link(string scope) =>
        IsAbout(scope) && scope.Split(':') is [var verb, _, var named] && named.Split('.') is [var publisher, var app, var function] && Keys.IsApp($"{publisher}/{app}") && ManifestNames.IsName(function) && !ManifestNames.Reserved.Contains(function)
            ? new AppLink($"{publisher}/{app}", function, verb == "read") : null;

    /// <summary>The links of a manifest.</summary>
    public static IReadOnlyList<AppLink> Links(Manifest manifest) => [.. manifest.Permissions.Select(static one => Link(one.Scope)).OfType<AppLink>()];

    /// <summary>What is wrong with the links of a manifest at one of its scopes, or null.</summary>
    public static string? Fault(Manifest manifest, string scope)
    {
        if (!IsAbout(scope)) return null;
        if (Link(scope) is not { } link) return "It names no function: write publisher.app.function behind app.function.";
        if (link.App == manifest.Id) return "An app calls its own functions as functions.";
        return Links(manifest).FirstOrDefault(other => other != link && Keys.Name(other.App) == Keys.Name(link.App) && (other.App != link.App || other.Function == link.Function)) is { } other
            ? $"{Scope(other)} would stand under the same name in ctx.apps." : null;
    }

    /// <summary>The function behind an exposed name, or why there is none for such a call: <c>function.unknown</c>, <c>effect.readOnly</c>.</summary>
    public static Answer<string> Exposed(Manifest called, AppLink link) =>
        !called.Exposes.TryGetValue(link.Function, out var function) || !called.Functions.TryGetValue(function, out var spec)
            ? Refusal.Of(Codes.FunctionUnknown, ("function", link.Function), ("app", link.App))
        : link.IsRead && !spec.ReadOnly ? Refusal.Of(Codes.EffectReadOnly, ("function", link.Function), ("app", link.App))
        : function;
}
