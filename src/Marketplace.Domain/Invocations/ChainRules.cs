namespace Marketplace.Domain.Invocations;

/// <summary>How far calls may lead to calls. A chain holds the installs (<c>tenant/app</c>) whose calls led to this one, outermost first.</summary>
public static class ChainRules
{
    /// <summary>Calls that may stand one upon the other, the first among them.</summary>
    public const int Deepest = 4;

    /// <summary>Why a call may not be, or null. A caller that waits for the answer must not come back to an install that waits already: neither
    /// would end. A message waits for nobody, so its own install, or one before it, may be called again, as far as the depth reaches.</summary>
    public static Refusal? Check(IReadOnlyList<string> chain, string install, bool isAwaited) =>
        chain.Count >= Deepest || (isAwaited && chain.Contains(install, StringComparer.Ordinal))
            ? Refusal.Of(Codes.CallCycle, ("chain", string.Join(" > ", chain.Append(install))))
            : null;

    /// <summary>The chain of what a call of this install leads to.</summary>
    public static IReadOnlyList<string> Next(IReadOnlyList<string> chain, string install) => [.. chain, install];
}
