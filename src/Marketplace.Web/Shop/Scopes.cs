using Marketplace.Contracts.Catalogue;
using Marketplace.Views;

namespace Marketplace.Web.Shop;

/// <summary>What a scope means in the owner's words.</summary>
internal static class Scopes
{
    /// <summary>The words of <c>verb:domain.resource</c> or <c>host:name</c>; a scope without words shows its verb.</summary>
    public static string Plain(TouchFacts touch, Words words)
    {
        if (touch.Scope.StartsWith("host:", StringComparison.Ordinal)) return words["touch.host", ("host", touch.Scope[5..])];
        var bare = string.Join(':', touch.Scope.Split(':').Take(2));
        if (words.Has($"scope.{bare}")) return words[$"scope.{bare}"];
        var verb = touch.Scope.Split(':')[0];
        return words.Has($"verb.{verb}") ? words[$"verb.{verb}", ("what", bare[(verb.Length + 1)..])] : touch.Scope;
    }

    /// <summary>The scope as the manifest has it, for who knows such words; none for a share, whose dataset is a word of the platform's.</summary>
    public static string? Title(TouchFacts touch) => touch.Scope.StartsWith("share:", StringComparison.Ordinal) ? null : touch.Scope;

    /// <summary>True when the app connects to no outside host.</summary>
    public static bool StaysInside(IReadOnlyList<TouchFacts> touches) => !touches.Any(static t => t.Scope.StartsWith("host:", StringComparison.Ordinal));
}
