using Orleans;

namespace Marketplace.Domain.Accounts;

/// <summary>A PIN, a token or a badge with its PIN on its way to where it is compared. It prints as stars: records print all they hold, and
/// nobody may sign in with what an exception, a trace or a log line printed of a call.</summary>
[GenerateSerializer, Immutable, Alias("secret")]
public sealed record Secret
{
    /// <summary>No secret at all.</summary>
    public static readonly Secret None = new() { Text = "" };

    /// <summary>The secret itself: compared, hashed, never printed.</summary>
    [Id(0)] public required string Text { get; init; }

    /// <summary>True when nothing was given.</summary>
    public bool IsEmpty => Text.Length == 0;

    /// <summary>A text that must not be printed from here on.</summary>
    public static implicit operator Secret(string text) => text.Length == 0 ? None : new Secret { Text = text };

    /// <summary>Stars, whatever it is.</summary>
    public override string ToString() => IsEmpty ? "" : "***";
}
