using System.Security.Cryptography;
using System.Text;
using Marketplace.Storage.Secrets;

namespace Marketplace.Host.Sealing;

/// <summary>The key that seals every secret in the store: 32 bytes, in a file as one line of base64. Whoever has the store alone has no
/// secret; whoever loses the file has lost them all.</summary>
internal sealed class MasterKey
{
    private const int Length = Box.Key;
    private readonly byte[] key;

    private MasterKey(byte[] key) => this.key = key;

    /// <summary>Reads the file; one that is missing or is no key ends the start.</summary>
    public static MasterKey Read(string file)
    {
        if (!File.Exists(file)) throw new InvalidOperationException($"There is no master key at {file}. Marketplace:MasterKey names the file that every host of this store is given.");
        var text = File.ReadAllText(file).Trim();
        var bytes = new byte[Length + 1];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == Length
            ? new MasterKey(bytes[..Length])
            : throw new InvalidOperationException($"{file} is no master key: it is one line of base64 of {Length} bytes, as `openssl rand -base64 {Length}` prints.");
    }

    /// <summary>Makes a key and its file, readable by its owner alone. The file is whole or not there.</summary>
    public static MasterKey Make(string file)
    {
        var key = RandomNumberGenerator.GetBytes(Length);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var half = file + ".new";
        using (var stream = new FileStream(half, options))
        {
            stream.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(key) + "\n"));
            stream.Flush(flushToDisk: true);
        }
        File.Move(half, file);
        return new MasterKey(key);
    }

    /// <summary>Seals a secret under its name: what was sealed under one name does not open under another.</summary>
    public byte[] Seal(string name, ReadOnlySpan<byte> secret) => Box.Seal(key, name, secret);

    /// <summary>The secret, or null when another key sealed it or it was changed.</summary>
    public byte[]? Open(string name, ReadOnlySpan<byte> box) => Box.Open(key, name, box);
}
