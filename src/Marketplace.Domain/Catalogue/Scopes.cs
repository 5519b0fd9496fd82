namespace Marketplace.Domain.Catalogue;

/// <summary>The grammar of permissions: <c>verb:domain.resource[:qualifier]</c>.</summary>
public static class Scopes
{
    /// <summary>The verbs.</summary>
    public static readonly IReadOnlyList<string> Verbs = ["read", "write", "delete", "invoke", "subscribe", "share", "spend"];

    /// <summary>The scope that <c>ctx.device.send</c> needs.</summary>
    public const string DeviceCommand = "invoke:device.command";

    /// <summary>The scope that a device trigger needs.</summary>
    public const string DeviceTopic = "subscribe:device.topic";

    /// <summary>What is wrong with a scope, or null.</summary>
    internal static string? Fault(string scope)
    {
        var parts = scope.Split(':');
        if (parts.Length is < 2 or > 3) return "A scope is verb:domain.resource, with :qualifier at most once, such as invoke:device.command.";
        if (!Verbs.Contains(parts[0]))
            return Nearest.Of(parts[0], Verbs) is { } near ? $"Did you mean \"{near}:{scope[(parts[0].Length + 1)..]}\"?"
                : $"The verb is one of {string.Join(", ", Verbs)}.";
        var dot = parts[1].Split('.');
        if (dot.Length < 2 || !dot.All(ManifestNames.IsName)) return "After the verb stands domain.resource in letters and digits, such as logistics.tender.";
        if (parts.Length == 3 && (parts[2].Length is 0 or > 60 || !parts[2].All(c => char.IsAsciiLetterOrDigit(c) || c is '=' or '-' or '_' or '.')))
            return "A qualifier is letters, digits and = - _ . only, such as purpose=index.";
        return null;
    }

    /// <summary>Whether a set of grants holds a scope; a grant without a qualifier covers every qualifier.</summary>
    public static bool Covers(IEnumerable<string> grants, string scope) =>
        grants.Any(g => g == scope || (g.Count(c => c == ':') == 1 && scope.StartsWith(g + ":", StringComparison.Ordinal)));
}
