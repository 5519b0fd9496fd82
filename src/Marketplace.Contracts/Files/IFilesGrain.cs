using Marketplace.Domain;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Contracts.Files;

/// <summary>The files of a firm's installs. Stateless; key <see cref="Keys.Files"/>.</summary>
[Alias("files.files")]
public interface IFilesGrain : IGrainWithStringKey
{
    /// <summary>Keeps a file; the answer is the attachment's JSON, to be put into a record's field. Without a record that names it, it is
    /// forgotten after a day.</summary>
    [Alias("add")] Task<Answer<byte[]>> Add(Caller caller, FileOrder order, Immutable<byte[]> file);

    /// <summary>A file with its bytes, or <c>notFound</c>.</summary>
    [Alias("read")] Task<Answer<FileBytes>> Read(Caller caller, string app, string id);

    /// <summary>A page of an install's files in the order of their ids.</summary>
    [Alias("list")] Task<Answer<FilePage>> List(Caller caller, string app, string after, int limit);
}

/// <summary>What somebody wants kept.</summary>
[GenerateSerializer, Immutable, Alias("files.order")]
public sealed record FileOrder
{
    [Id(0)] public required string App { get; init; }
    [Id(1)] public required string Name { get; init; }
    /// <summary>The media type that the sender declares, or empty.</summary>
    [Id(2)] public string Type { get; init; } = "";
}

/// <summary>A file as its firm sees it.</summary>
[GenerateSerializer, Immutable, Alias("files.facts")]
public sealed record FileFacts
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required string Name { get; init; }
    [Id(2)] public required string Type { get; init; }
    /// <summary>Bytes.</summary>
    [Id(3)] public required long Size { get; init; }
    /// <summary>Lower-case hex.</summary>
    [Id(4)] public required string Sha256 { get; init; }
    [Id(5)] public DateTimeOffset CreatedAt { get; init; }
    [Id(6)] public string CreatedBy { get; init; } = "";
    /// <summary>How many attachments name it.</summary>
    [Id(7)] public long Uses { get; init; }
}

/// <summary>A file and its bytes.</summary>
[GenerateSerializer, Immutable, Alias("files.bytes")]
public sealed record FileBytes([property: Id(0)] FileFacts Facts, [property: Id(1)] Immutable<byte[]> Bytes);

/// <summary>A page of files, and where it goes on.</summary>
[GenerateSerializer, Immutable, Alias("files.page")]
public sealed record FilePage([property: Id(0)] IReadOnlyList<FileFacts> Files, [property: Id(1)] string Next);
