namespace Marketplace.Domain.Invocations;

/// <summary>What a package offers the kernel: its modules and words. Shared by every call of the release.</summary>
public sealed record Script
{
    /// <summary>The release digest (lower-case hex SHA-256); the cache key.</summary>
    public required string Digest { get; init; }
    /// <summary>Module path (<c>main.js</c>, <c>lib/match.js</c>) to source text.</summary>
    public required IReadOnlyDictionary<string, string> Modules { get; init; }
    /// <summary>Entity names, for <c>ctx.records</c>.</summary>
    public IReadOnlyList<string> Entities { get; init; } = [];
    /// <summary>Locale (<c>zh-CN</c>, <c>en</c>) to key to words, for <c>ctx.t</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Locales { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();
    /// <summary>Functions of other apps, for <c>ctx.apps</c>.</summary>
    public IReadOnlyList<AppLink> Apps { get; init; } = [];
    /// <summary>Behaviour date of the manifest.</summary>
    public DateOnly Compatibility { get; init; }
}

/// <summary>One call of one handler. Everything the script can learn of the world that is not an answer to a host call.</summary>
public sealed record Call
{
    /// <summary>Invocation id: 26 lower-case characters, sortable by time.</summary>
    public required string Invocation { get; init; }
    public required string Tenant { get; init; }
    public required string App { get; init; }
    public required string Function { get; init; }
    /// <summary>The export of <c>main.js</c> to call.</summary>
    public required string Handler { get; init; }
    /// <summary>The input as UTF-8 JSON; already checked against the function's schema.</summary>
    public required byte[] Input { get; init; }
    /// <summary>The frozen clock.</summary>
    public required DateTimeOffset Now { get; init; }
    public required ulong Seed { get; init; }
    public required string User { get; init; }
    public IReadOnlyList<string> Roles { get; init; } = [];
    public string Culture { get; init; } = "zh-CN";
    /// <summary>IANA zone of the tenant; <c>ctx.date.today()</c> uses it.</summary>
    public string Zone { get; init; } = "Asia/Shanghai";
    public IReadOnlyList<string> Grants { get; init; } = [];
    /// <summary>The install's settings as UTF-8 JSON; empty for none.</summary>
    public byte[] Settings { get; init; } = [];
    public bool ReadOnly { get; init; }
    public Budget Budget { get; init; } = Budget.Default;
    /// <summary>A second person's badge signature that the host has verified, or empty: the person's id.</summary>
    public string SecondSigner { get; init; } = "";
    /// <summary>Another call of the firm waits for the answer, and holds a place already: this one needs none of its own.</summary>
    public bool IsAwaited { get; init; }
}

/// <summary>Ceilings of one call.</summary>
public sealed record Budget
{
    public int CpuMs { get; init; } = 50;
    public int MemoryMb { get; init; } = 32;
    public long Statements { get; init; } = 2_000_000;
    public int HostCalls { get; init; } = 50;
    public int Effects { get; init; } = 200;
    public int ResultBytes { get; init; } = 1_048_576;

    /// <summary>Rows that native helpers of one call work on together; more ends it as <see cref="Verdict.HostCalls"/>.</summary>
    public const long HelperRows = 100_000;

    /// <summary>The host's defaults, which are its ceilings for an interactive call.</summary>
    public static readonly Budget Default = new();

    /// <summary>What a manifest asks for, within the host's ceilings; what it does not name is the host's default.</summary>
    public static Budget Within(Catalogue.RuntimeSpec asked) => Default with
    {
        CpuMs = asked.CpuMs is > 0 ? Math.Min(asked.CpuMs, Default.CpuMs) : Default.CpuMs,
        MemoryMb = asked.MemoryMb is > 0 ? Math.Min(asked.MemoryMb, Default.MemoryMb) : Default.MemoryMb,
        HostCalls = asked.HostCalls is > 0 ? Math.Min(asked.HostCalls, Default.HostCalls) : Default.HostCalls,
    };
}

/// <summary>How a call ended.</summary>
public enum Verdict
{
    Completed, Refused, Threw, Cpu, Statements, Memory, Depth, Result, HostCalls, Effects, Regex, Deadline, NotAdmitted, HostFault,
}

/// <summary>The end of a call: effects are proposals until the silo commits them.</summary>
public sealed record Outcome
{
    public required Verdict Verdict { get; init; }
    /// <summary>UTF-8 JSON when <see cref="Verdict.Completed"/>.</summary>
    public byte[] Result { get; init; } = [];
    /// <summary>Why not: an app's refusal, a limit, or <c>app.threw</c> with facts <c>message</c> and <c>at</c> (module:line).</summary>
    public Refusal? Refusal { get; init; }
    public IReadOnlyList<Effect> Effects { get; init; } = [];
    public IReadOnlyList<LogLine> Logs { get; init; } = [];
    public Meter Meter { get; init; } = new();
}

/// <summary>One <c>ctx.log</c> line; shown to the app's publisher without values of other calls.</summary>
public sealed record LogLine(string Level, string Text);
