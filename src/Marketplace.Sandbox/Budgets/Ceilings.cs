namespace Marketplace.Sandbox.Budgets;

/// <summary>Ceilings that hold for every call, whatever its budget says.</summary>
internal static class Ceilings
{
    /// <summary>Characters of one string made by a built-in (8 MB); a quarter of the usual memory budget.</summary>
    public const int StringLength = 4_194_304;
    /// <summary>Bytes of one array buffer.</summary>
    public const int BufferBytes = 2_097_152;
    /// <summary>Elements of one array.</summary>
    public const uint ArrayLength = 1_000_000;
    /// <summary>Repeats of one function on the call stack.</summary>
    public const int Recursion = 200;
    /// <summary>Nesting of JSON that crosses.</summary>
    public const int CrossingDepth = 64;
    /// <summary>Values of JSON that cross in one piece.</summary>
    public const int CrossingNodes = 100_000;
    /// <summary>Bytes of JSON that cross in one piece.</summary>
    public const int CrossingBytes = 1_048_576;
    /// <summary>Nesting of <c>JSON.stringify</c> inside a script.</summary>
    public const int StringifyDepth = 2_000;
    /// <summary>Values of one <c>JSON.stringify</c> inside a script.</summary>
    public const int StringifyNodes = 500_000;
    /// <summary>Characters of an id, an event type, a device or another name that a script gives to the host.</summary>
    public const int NameLength = 400;
    /// <summary>Nesting that <c>flat</c> follows.</summary>
    public const int FlatDepth = 1_000;
    /// <summary>Functions inside functions of one source.</summary>
    public const int FunctionDepth = 64;
    /// <summary>CPU time of parsing one source.</summary>
    public static readonly TimeSpan Parsing = TimeSpan.FromSeconds(2);
    /// <summary>Bytes of JSON in all effects of one call together.</summary>
    public const int EffectBytes = 1_048_576;
    /// <summary>Characters of a message that an app may carry out in a failure.</summary>
    public const int MessageLength = 2_048;
    /// <summary>Lines and characters of a call's log.</summary>
    public const int LogLines = 100;
    public const int LogLength = 2_048;
    /// <summary>Source text of one app, in UTF-16 characters.</summary>
    public const int SourceLength = 262_144;
    /// <summary>Syntax nodes of one app.</summary>
    public const int SourceNodes = 60_000;
    /// <summary>Native stack that one call may take while it runs statements.</summary>
    public const int DepthBytes = 4_194_304;
    /// <summary>Native stack of a thread that runs scripts. Reserved, not committed. Known chains need 0.3-0.8 KB of stack and
    /// 0.2-0.9 KB of heap per level, so a call meets its memory budget long before this ends.</summary>
    public const int StackBytes = 256 * 1_048_576;
    /// <summary>One regular expression match, in wall time: the engine has no other clock for it. A match that lost its core is not
    /// believed; see <see cref="Allowance"/>.</summary>
    public static readonly TimeSpan Regex = TimeSpan.FromMilliseconds(25);
    /// <summary>One question to the host, in wall time.</summary>
    public static readonly TimeSpan Parked = TimeSpan.FromSeconds(30);
}
