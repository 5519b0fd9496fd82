namespace Marketplace.Domain.Egress;

/// <summary>One request that an app sends to the world.</summary>
/// <param name="Method">In capital letters.</param>
/// <param name="Url">Absolute; its host is one that the manifest declares.</param>
/// <param name="Headers">In the order given.</param>
/// <param name="Body">UTF-8, or empty.</param>
/// <param name="Patience">How long it may take, redirects and all.</param>
public sealed record EgressRequest(string Method, Uri Url, IReadOnlyList<EgressHeader> Headers, byte[] Body, TimeSpan Patience);

/// <summary>A header whose value is parts, one after the other: texts, and secrets of the install by their names.</summary>
public sealed record EgressHeader(string Name, IReadOnlyList<EgressPart> Parts)
{
    /// <summary>True when a secret is in it: such a header goes to the host that was asked, and to no other.</summary>
    public bool IsSecret => Parts.Any(static part => part.IsSecret);
}

/// <summary>A text, or the name of a secret.</summary>
public readonly record struct EgressPart(string Text, bool IsSecret);
