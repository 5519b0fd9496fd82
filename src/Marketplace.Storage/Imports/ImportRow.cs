namespace Marketplace.Storage.Imports;

/// <summary>One import: the uploaded file, what its preview said, and how far the writing has come.</summary>
public sealed record ImportRow
{
    public required string Tenant { get; init; }
    public required string App { get; init; }
    public required string Id { get; init; }
    public required string Install { get; init; }
    public required string Entity { get; init; }
    /// <summary>The unique field that decides on updates, or empty.</summary>
    public string KeyField { get; init; } = "";
    /// <summary>The file's name.</summary>
    public string Name { get; init; } = "";
    /// <summary><c>csv</c> or <c>xlsx</c>.</summary>
    public required string Kind { get; init; }
    /// <summary>Names the blob of the file.</summary>
    public required string Sha256 { get; init; }
    /// <summary>The zone of times without one.</summary>
    public required string Zone { get; init; }
    /// <summary>A word of <see cref="Domain.Imports.ImportState"/>.</summary>
    public required string State { get; init; }
    /// <summary>Lines below the header; of them good and bad at the preview.</summary>
    public long Lines { get; init; }
    public long Good { get; init; }
    public long Bad { get; init; }
    /// <summary>The ordinal of the next line (from 0) to be written, or to be taken back.</summary>
    public long Next { get; init; }
    public long Inserted { get; init; }
    public long Updated { get; init; }
    /// <summary>Lines that were in the store like this already.</summary>
    public long Same { get; init; }
    public long Skipped { get; init; }
    /// <summary>Records taken back, and records left because they were changed since.</summary>
    public long Removed { get; init; }
    public long Kept { get; init; }
    /// <summary>Why it stopped, a code; or empty.</summary>
    public string Why { get; init; } = "";
    public required string Actor { get; init; }
    public required DateTimeOffset At { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    /// <summary>UTF-8 JSON of the report.</summary>
    public required byte[] Report { get; init; }
}
