using Marketplace.Contracts.Invocations;
using Marketplace.Domain;
using Orleans;

namespace Marketplace.Contracts.Installs;

/// <summary>Where the fenced calls and the writes of one install run: one silo of the cluster, so that one lane puts them in order and
/// silos do not take the head from each other. Key <see cref="Keys.Home"/>. It holds nothing: two homes race, and the head decides.</summary>
[Alias("installs.home")]
public interface IHomeGrain : IGrainWithStringKey
{
    /// <summary>Runs an admitted call to its committed end.</summary>
    [Alias("call")] Task<Answer<InvokeReceipt>> Call(Caller caller, InvokeOrder order, Admitted admitted);

    /// <summary>Writes one record by hand; the answer is the record, or <c>{}</c> when it is gone.</summary>
    [Alias("write")] Task<Answer<byte[]>> Write(Caller caller, RecordWrite write);

    /// <summary>Goes on with an import for a few seconds. System only.</summary>
    [Alias("import")] Task<Answer<Done>> Import(Caller caller, string import);

    /// <summary>Goes on with an upgrade or a rollback for a few seconds. System only.</summary>
    [Alias("upgrade")] Task<Answer<Done>> Upgrade(Caller caller, string run);
}

/// <summary>What was settled of a call before it goes to its home.</summary>
[GenerateSerializer, Immutable, Alias("installs.admitted")]
public sealed record Admitted
{
    /// <summary>The install's terms for this call.</summary>
    [Id(0)] public required Ticket Ticket { get; init; }
    /// <summary>Hash of what the operation asks.</summary>
    [Id(1)] public required string Request { get; init; }
    /// <summary>The person who signed second, or empty.</summary>
    [Id(2)] public string SecondSigner { get; init; } = "";
}

/// <summary>A write of one record by hand.</summary>
[GenerateSerializer, Immutable, Alias("installs.recordWrite")]
public sealed record RecordWrite
{
    /// <summary>The words of <see cref="Kind"/>.</summary>
    public const string Insert = "insert", Update = "update", Delete = "delete";

    [Id(0)] public required string App { get; init; }
    [Id(1)] public required string Entity { get; init; }
    /// <summary><c>insert</c>, <c>update</c> or <c>delete</c>.</summary>
    [Id(2)] public required string Kind { get; init; }
    /// <summary>The record; empty for an insert.</summary>
    [Id(3)] public string Id { get; init; } = "";
    /// <summary>The version that was read, or 0 for whatever it is.</summary>
    [Id(4)] public long Version { get; init; }
    /// <summary>UTF-8 JSON: the record, or the fields that change.</summary>
    [Id(5)] public byte[] Body { get; init; } = [];
}
