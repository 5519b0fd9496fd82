using System.Globalization;

namespace Marketplace.Host.Operations;

/// <summary>Says how far long work is: a line for each table, and one every few seconds within a long one.</summary>
internal sealed class Progress(TextWriter to, TimeProvider time)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);
    private long said = time.GetTimestamp();

    /// <summary>Rows of a table are done.</summary>
    public void Told(string table, long rows)
    {
        if (time.GetElapsedTime(said) < Quiet) return;
        said = time.GetTimestamp();
        to.WriteLine($"  … {table}: {Count(rows)} rows");
    }

    /// <summary>A number as people read it.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Bytes as people read them.</summary>
    public static string Size(long bytes) => bytes < 1 << 20
        ? $"{Count((bytes + 1023) / 1024)} KB"
        : $"{((double)bytes / (1 << 20)).ToString("N1", CultureInfo.InvariantCulture)} MB";

    /// <summary>What has passed since, in seconds.</summary>
    public static string Since(TimeProvider time, long started) => $"{time.GetElapsedTime(started).TotalSeconds.ToString("N1", CultureInfo.InvariantCulture)} s";
}
