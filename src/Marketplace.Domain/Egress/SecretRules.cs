using System.Text.RegularExpressions;

namespace Marketplace.Domain.Egress;

/// <summary>What a firm may give an app as a secret.</summary>
public static partial class SecretRules
{
    /// <summary>Secrets of one app.</summary>
    public const int Most = 20;

    private const int Longest = 4_000;

    /// <summary>Why this is no secret of an app, or null.</summary>
    public static Refusal? Fault(string name, string value, IReadOnlyCollection<string> others)
    {
        if (!Name().IsMatch(name)) return Refusal.Of(Codes.InputInvalid, ("pointer", "/name"), ("rule", "a small letter, then letters and digits, at most 40"));
        if (value.Length is 0 or > Longest || !EgressRules.IsVisible(value)) return Refusal.Of(Codes.InputInvalid, ("pointer", "/value"), ("rule", $"visible ASCII, 1 to {Longest} characters"));
        return others.Count >= Most && !others.Contains(name) ? Refusal.Of(Codes.SecretQuota, ("most", Most)) : null;
    }

    [GeneratedRegex("^[a-z][A-Za-z0-9]{0,39}\\z")]
    private static partial Regex Name();
}
