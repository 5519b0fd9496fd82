namespace Marketplace.Domain.Imports;

/// <summary>How much one import may be.</summary>
public static class ImportLimits
{
    /// <summary>The largest file, in bytes.</summary>
    public const int File = 20 * 1_048_576;

    /// <summary>The largest spreadsheet when unpacked, in bytes: every part of it together, counted while unpacking.</summary>
    public const long Unpacked = 256L * 1_048_576;

    /// <summary>Most lines below the header, columns, and characters in one cell.</summary>
    public const int Lines = 200_000, Columns = 200, Cell = 262_144;

    /// <summary>Lines written in one unit.</summary>
    public const int Page = 200;

    /// <summary>Records that a preview shows, and wrong cells that it tells of; all are counted.</summary>
    public const int Shown = 20, Told = 200;
}
