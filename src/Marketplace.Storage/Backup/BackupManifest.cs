using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Storage.Backup;

/// <summary>What a backup says of itself, in <c>manifest.json</c>.</summary>
internal sealed record BackupManifest
{
    /// <summary>The format this program writes; it reads no later one.</summary>
    public const int Present = 1;

    public required int Format { get; init; }

    public required DateTimeOffset Made { get; init; }

    /// <summary>The engine it was taken from; it restores into either.</summary>
    public required string Engine { get; init; }

    /// <summary>The schema steps of that store, whose last number says which shape the rows have.</summary>
    public required IReadOnlyList<BackedStep> Steps { get; init; }

    public required IReadOnlyList<BackedTable> Tables { get; init; }

    /// <summary>Files of the data folder's <c>keys</c>.</summary>
    public required IReadOnlyList<BackedFile> Keys { get; init; }
}

/// <summary>A schema step as it was applied.</summary>
internal sealed record BackedStep(int Number, string Name, string Checksum);

/// <summary>A table: its shape, how many rows, how many bytes they are as written here, and the SHA-256 of these. The bytes do not
/// depend on the engine: two stores with the same rows have the same sums.</summary>
internal sealed record BackedTable(StoreTable Shape, long Rows, long Bytes, string Sha256);

/// <summary>A file and the SHA-256 of its bytes.</summary>
internal sealed record BackedFile(string Name, long Bytes, string Sha256);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
