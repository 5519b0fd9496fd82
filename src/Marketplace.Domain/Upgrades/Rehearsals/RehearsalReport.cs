using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Domain.Invocations.Recordings;
using Orleans;

namespace Marketplace.Domain.Upgrades.Rehearsals;

/// <summary>The states of a rehearsal.</summary>
public static class RehearsalState
{
    /// <summary>Calls are being run; all were run, or as many as fit into its time; somebody stopped it.</summary>
    public const string Running = "running", Done = "done", Stopped = "stopped";
}

/// <summary>What a rehearsal has found so far, by function.</summary>
[GenerateSerializer, Immutable, Alias("upgrades.rehearsalReport")]
public sealed record RehearsalReport
{
    /// <summary>Nothing yet.</summary>
    public static readonly RehearsalReport Empty = new();

    /// <summary>In the order of their names.</summary>
    [Id(0)] public IReadOnlyList<RehearsedFunction> Functions { get; init; } = [];
}

/// <summary>One function's calls, and what became of them on the other version.</summary>
[GenerateSerializer, Immutable, Alias("upgrades.rehearsedFunction")]
public sealed record RehearsedFunction
{
    [Id(0)] public required string Function { get; init; }
    /// <summary>Counts by the words of <see cref="RehearsalRules"/>; they sum to the calls that were run.</summary>
    [Id(1)] public int Same { get; init; }
    [Id(2)] public int Changed { get; init; }
    [Id(3)] public int Refused { get; init; }
    [Id(4)] public int Failing { get; init; }
    [Id(5)] public int Untold { get; init; }
    /// <summary>Of all of them: those that heard an answer from present data.</summary>
    [Id(6)] public int OnToday { get; init; }
    /// <summary>Of all of them: those that heard a recorded answer after they had proposed other effects than then.</summary>
    [Id(7)] public int OnOtherEffects { get; init; }
    /// <summary>What each call that ran both times cost then, micro-yuan, and at the same place what it would cost.</summary>
    [Id(8)] public IReadOnlyList<long> CostBefore { get; init; } = [];
    [Id(9)] public IReadOnlyList<long> CostAfter { get; init; } = [];
    /// <summary>The calls that are not the same, worst first.</summary>
    [Id(10)] public IReadOnlyList<RehearsedCall> Cases { get; init; } = [];

    /// <summary>Calls that were run.</summary>
    [JsonIgnore] public int Calls => Same + Changed + Refused + Failing + Untold;
}

/// <summary>One call that did not end as it had.</summary>
[GenerateSerializer, Immutable, Alias("upgrades.rehearsedCall")]
public sealed record RehearsedCall
{
    [Id(0)] public required string Invocation { get; init; }
    /// <summary><c>changed refused failing untold</c>.</summary>
    [Id(1)] public required string Verdict { get; init; }
    /// <summary>Why it was refused or failed, or could not be told; null otherwise.</summary>
    [Id(2)] public Refusal? Why { get; init; }
    [Id(3)] public bool IsOnToday { get; init; }
    /// <summary>The first differences of outcome, result and effects; none where the report was full.</summary>
    [Id(4)] public IReadOnlyList<ReplayDifference> Differences { get; init; } = [];
    /// <summary>When it was called.</summary>
    [Id(5)] public DateTimeOffset At { get; init; }
}

/// <summary>What calls cost before and after, micro-yuan: of those alone that ran both times.</summary>
[GenerateSerializer, Immutable, Alias("upgrades.rehearsedCost")]
public sealed record RehearsedCost([property: Id(0)] long MedianBefore, [property: Id(1)] long MedianAfter, [property: Id(2)] long TotalBefore, [property: Id(3)] long TotalAfter);

/// <summary>A rehearsal's inside, as it is kept: which calls are to be run, and what was found.</summary>
public sealed record RehearsalBody
{
    /// <summary>Ids of all calls to be run, in their order.</summary>
    public IReadOnlyList<string> Calls { get; init; } = [];
    public RehearsalReport Report { get; init; } = RehearsalReport.Empty;
}

/// <summary>The form of <see cref="RehearsalBody"/> in the store.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RehearsalBody))]
public sealed partial class RehearsalJson : JsonSerializerContext
{
    /// <summary>UTF-8 JSON.</summary>
    public static byte[] Write(RehearsalBody body) => JsonSerializer.SerializeToUtf8Bytes(body, Default.RehearsalBody);

    /// <summary>The body in such bytes.</summary>
    public static RehearsalBody Read(ReadOnlySpan<byte> utf8) => JsonSerializer.Deserialize(utf8, Default.RehearsalBody) ?? new RehearsalBody();
}
