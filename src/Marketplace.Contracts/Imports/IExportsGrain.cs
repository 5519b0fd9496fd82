using Marketplace.Domain;
using Orleans;

namespace Marketplace.Contracts.Imports;

/// <summary>What leaves an install for its firm, piece by piece, for the owner. Stateless; key <see cref="Keys.Exports"/>.</summary>
[Alias("imports.exports")]
public interface IExportsGrain : IGrainWithStringKey
{
    /// <summary>What the install is, or <c>notFound</c>.</summary>
    [Alias("whole")] Task<Answer<ExportHead>> Whole(Caller caller, string app);

    /// <summary>A piece of an entity's records in the order of their ids, after the last one seen: one JSON object a line.</summary>
    [Alias("lines")] Task<Answer<ExportLines>> Lines(Caller caller, string app, string entity, string after);

    /// <summary>The same as the cells of a table; the header is in the caller's language.</summary>
    [Alias("table")] Task<Answer<ExportTable>> Table(Caller caller, string app, string entity, string after);
}

/// <summary>What an export says of its install. Nothing of it changes between two exports of the same records.</summary>
[GenerateSerializer, Immutable, Alias("imports.exportHead")]
public sealed record ExportHead
{
    [Id(0)] public required string App { get; init; }
    [Id(1)] public required string Version { get; init; }
    [Id(2)] public required string Digest { get; init; }
    [Id(3)] public IReadOnlyList<string> Entities { get; init; } = [];
    /// <summary>UTF-8 JSON, without what the app marks as secret.</summary>
    [Id(4)] public byte[] Settings { get; init; } = [];
}

/// <summary>A piece of records: UTF-8, a JSON object a line; <paramref name="Next"/> is empty after the last piece.</summary>
[GenerateSerializer, Immutable, Alias("imports.exportLines")]
public sealed record ExportLines([property: Id(0)] byte[] Lines, [property: Id(1)] string Next);

/// <summary>A piece of a table.</summary>
/// <param name="Header">The names of the columns.</param>
/// <param name="Numeric">Which columns hold numbers.</param>
/// <param name="Rows">Cells as text.</param>
/// <param name="Next">Where it goes on, or empty.</param>
[GenerateSerializer, Immutable, Alias("imports.exportTable")]
public sealed record ExportTable([property: Id(0)] string[] Header, [property: Id(1)] bool[] Numeric, [property: Id(2)] string[][] Rows, [property: Id(3)] string Next);
