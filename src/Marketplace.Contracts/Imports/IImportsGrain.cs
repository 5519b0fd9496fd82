using Marketplace.Domain;
using Marketplace.Domain.Imports;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Contracts.Imports;

/// <summary>Imports of records from tables, for the owner. Stateless; key <see cref="Keys.Imports"/>. The row of an import is the truth.</summary>
[Alias("imports.imports")]
public interface IImportsGrain : IGrainWithStringKey
{
    /// <summary>Reads a table and says what it would write; no record is touched.</summary>
    [Alias("preview")] Task<Answer<ImportFacts>> Preview(Caller caller, ImportOrder order, Immutable<byte[]> file);

    /// <summary>An import and how far it is, or <c>notFound</c>.</summary>
    [Alias("get")] Task<Answer<ImportFacts>> Get(Caller caller, string app, string id);

    /// <summary>The last imports into an install, newest first, without their reports.</summary>
    [Alias("list")] Task<Answer<IReadOnlyList<ImportFacts>>> List(Caller caller, string app);

    /// <summary>Starts writing the good lines; the host goes on by itself, page by page.</summary>
    [Alias("commit")] Task<Answer<ImportFacts>> Commit(Caller caller, string app, string id);

    /// <summary>Starts taking back the records that the import made and nobody changed since.</summary>
    [Alias("undo")] Task<Answer<ImportFacts>> Undo(Caller caller, string app, string id);

    /// <summary>Goes on with an import for a few seconds. System only.</summary>
    [Alias("turn")] Task<Answer<Done>> Turn(Caller caller, string app, string id);
}

/// <summary>What is to be read, and into what.</summary>
[GenerateSerializer, Immutable, Alias("imports.order")]
public sealed record ImportOrder
{
    [Id(0)] public required string App { get; init; }
    /// <summary>The entity whose records the lines are; empty for a whole export.</summary>
    [Id(1)] public required string Entity { get; init; }
    /// <summary>A unique field: lines whose value is there change that record. Empty: every line is a new record.</summary>
    [Id(2)] public string Key { get; init; } = "";
    /// <summary>The file's name, for people.</summary>
    [Id(3)] public string Name { get; init; } = "";
}

/// <summary>An import as its firm sees it.</summary>
[GenerateSerializer, Immutable, Alias("imports.facts")]
public sealed record ImportFacts
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required string App { get; init; }
    [Id(2)] public required string Entity { get; init; }
    [Id(3)] public string Key { get; init; } = "";
    [Id(4)] public string Name { get; init; } = "";
    /// <summary><c>csv</c>, <c>xlsx</c>, or <c>zip</c> for a whole export.</summary>
    [Id(5)] public required string Kind { get; init; }
    /// <summary><c>preview running done stopped undoing undone</c>.</summary>
    [Id(6)] public required string State { get; init; }
    /// <summary>Why it stopped, a code; or empty.</summary>
    [Id(7)] public string Why { get; init; } = "";
    /// <summary>Lines below the header, and how many of them the preview found good and bad.</summary>
    [Id(8)] public long Lines { get; init; }
    [Id(9)] public long Good { get; init; }
    [Id(10)] public long Bad { get; init; }
    /// <summary>Lines that are behind it; of an undo, lines whose record was looked at.</summary>
    [Id(11)] public long Reached { get; init; }
    [Id(12)] public long Inserted { get; init; }
    [Id(13)] public long Updated { get; init; }
    [Id(14)] public long Same { get; init; }
    [Id(15)] public long Skipped { get; init; }
    [Id(16)] public long Removed { get; init; }
    [Id(17)] public long Kept { get; init; }
    [Id(18)] public DateTimeOffset At { get; init; }
    [Id(19)] public DateTimeOffset ChangedAt { get; init; }
    [Id(20)] public string Actor { get; init; } = "";
    [Id(21)] public ImportReport Report { get; init; } = new();
}
