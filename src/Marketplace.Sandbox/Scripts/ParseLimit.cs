using Acornima;
using Marketplace.Sandbox.Budgets;

namespace Marketplace.Sandbox.Scripts;

/// <summary>Ends a parse that takes long. Some sources within every size cost the parser time that grows with the square of what they
/// declare; an honest source of the full size takes a twentieth of this.</summary>
internal sealed class ParseLimit
{
    private const int TokensPerLook = 256;
    private readonly long _end = ThreadClock.Nanoseconds + (long)Ceilings.Parsing.TotalMilliseconds * 1_000_000;
    private int _tokens;

    public void Look(in Token token)
    {
        if (++_tokens % TokensPerLook == 0 && ThreadClock.Nanoseconds > _end) throw new ParseLimitException();
    }
}

/// <summary>A parse took too long.</summary>
internal sealed class ParseLimitException : Exception;
