using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Storage.Backup;

/// <summary>The last 64 bytes of a backup are the SHA-256 of all bytes before them, in hex, as the comment of the zip: one bit more,
/// less or other anywhere in the file is seen before anything is done with it. It tells of damage, not of forgery.</summary>
internal static class BackupSeal
{
    public const int Length = 64;

    /// <summary>What stands there until the file is whole.</summary>
    public static readonly string Blank = new('0', Length);

    /// <summary>Writes the seal over the blank at the end.</summary>
    public static async Task Close(FileStream file, CancellationToken cancel)
    {
        var sum = Encoding.ASCII.GetBytes(await Sum(file, cancel));
        file.Position = file.Length - Length;
        await file.WriteAsync(sum, cancel);
        file.Flush(flushToDisk: true);
    }

    /// <summary>True when the file is as it was written.</summary>
    public static async Task<bool> Holds(FileStream file, CancellationToken cancel)
    {
        if (file.Length <= Length) return false;
        var sum = await Sum(file, cancel);
        var written = new byte[Length];
        file.Position = file.Length - Length;
        await file.ReadExactlyAsync(written, cancel);
        file.Position = 0;
        return Encoding.ASCII.GetString(written) == sum;
    }

    private static async Task<string> Sum(FileStream file, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        file.Position = 0;
        for (var rest = file.Length - Length; rest > 0;)
        {
            var got = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(rest, buffer.Length)), cancel);
            if (got == 0) throw new EndOfStreamException("The file became shorter while it was read.");
            hash.AppendData(buffer, 0, got);
            rest -= got;
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
