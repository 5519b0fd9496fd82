using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Marketplace.Domain.Publishing;

/// <summary>Opens a zip in memory and believes nothing it says: every size is bounded before it is used, the directory and the
/// local headers must agree, entries may not overlap, and links, folders, encryption, zip64 and odd names are refused.</summary>
internal static class ZipReader
{
    public const uint LocalMark = 0x04034B50;
    public const uint CentralMark = 0x02014B50;
    public const uint EndMark = 0x06054B50;
    private const int Stored = 0;
    private const int Deflated = 8;

    /// <summary>Path to bytes in the order of the directory, or the reason why not.</summary>
    public static (IReadOnlyList<(string Path, byte[] Bytes)> Entries, Finding? Fault) Read(ReadOnlyMemory<byte> zip)
    {
        try
        {
            return (Entries(zip.Span), null);
        }
        catch (Broken broken)
        {
            return ([], PackageFindings.Red(broken.Rule, broken.Entry, broken.Message, "Pack the folder with \"mkt pack\"."));
        }
    }

    private sealed class Broken(string rule, string entry, string message) : Exception(message)
    {
        public string Rule => rule;
        public string Entry => entry;
    }

    private readonly record struct Head(string Name, int Method, int Flags, uint Crc, long Packed, long Size, long Offset);

    private static List<(string, byte[])> Entries(ReadOnlySpan<byte> zip)
    {
        if (zip.Length > PackageLimits.Bytes + 1_048_576) throw new Broken("package.tooLarge", "", "The package is above 20 MB.");
        var heads = Directory(zip);
        var entries = new List<(string, byte[])>(heads.Count);
        long end = 0, total = 0, slack = 0;
        foreach (var head in heads.OrderBy(h => h.Offset))
        {
            if (head.Offset < end || head.Offset > end + slack) throw new Broken("package.zip", head.Name, "Entries overlap, or bytes hide between them.");
            slack = (head.Flags & 8) != 0 ? 24 : 0; // sizes after the data take up to 24 bytes
            total += head.Size;
            if (total > PackageLimits.Bytes) throw new Broken("package.tooLarge", head.Name, "The contents are above 20 MB.");
            entries.Add((head.Name, Content(zip, head, out end)));
        }
        var start = U32(zip, zip.Length - 6);
        if (start < end || start > end + slack) throw new Broken("package.zip", "", "Bytes hide before the zip's directory.");
        return entries;
    }

    private static List<Head> Directory(ReadOnlySpan<byte> zip)
    {
        // Our archives carry no comment, so the end record stands at the very end; a comment could hide a second one.
        if (zip.Length < 22 || U32(zip, zip.Length - 22) != EndMark || U16(zip, zip.Length - 2) != 0)
            throw new Broken("package.zip", "", "This is no zip, it is cut off, or it ends in a comment.");
        var end = zip.Length - 22;
        int count = U16(zip, end + 10), disk = U16(zip, end + 4) | U16(zip, end + 6);
        long size = U32(zip, end + 12), start = U32(zip, end + 16);
        if (disk != 0 || U16(zip, end + 8) != count || start + size != end) throw new Broken("package.zip", "", "The zip's directory does not add up.");
        if (count > PackageLimits.Entries + 3) throw new Broken("package.tooMany", "", $"{count} entries; at most {PackageLimits.Entries} are allowed.");
        var heads = new List<Head>(count);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var at = (int)start;
        for (var i = 0; i < count; i++)
        {
            var head = Central(zip, ref at, end);
            if (!names.Add(head.Name)) throw new Broken("package.duplicate", head.Name, $"\"{head.Name}\" stands twice (large and small letters count as one).");
            heads.Add(head);
        }
        return at == end ? heads : throw new Broken("package.zip", "", "The zip's directory does not add up.");
    }

    private static Head Central(ReadOnlySpan<byte> zip, ref int at, int end)
    {
        if (at + 46 > end || U32(zip, at) != CentralMark) throw new Broken("package.zip", "", "The zip's directory is broken.");
        int nameLength = U16(zip, at + 28), extra = U16(zip, at + 30), comment = U16(zip, at + 32);
        if (at + 46 + nameLength + extra + comment > end) throw new Broken("package.zip", "", "The zip's directory is broken.");
        var name = NameOf(zip.Slice(at + 46, nameLength));
        var kind = (U32(zip, at + 38) >> 16) & 0xF000;
        var head = new Head(name, U16(zip, at + 10), U16(zip, at + 8), U32(zip, at + 16), U32(zip, at + 20), U32(zip, at + 24), U32(zip, at + 42));
        if (kind is not (0 or 0x8000)) throw new Broken("package.link", name, $"\"{name}\" is a link or a device, not a file.");
        if ((head.Flags & 0x2041) != 0) throw new Broken("package.zip", name, $"\"{name}\" is encrypted.");
        if (head.Method is not (Stored or Deflated)) throw new Broken("package.zip", name, $"\"{name}\" is packed in a way this host does not read.");
        at += 46 + nameLength + extra + comment;
        return head;
    }

    private static byte[] Content(ReadOnlySpan<byte> zip, Head head, out long end)
    {
        if (head.Offset + 30 > zip.Length || U32(zip, (int)head.Offset) != LocalMark) throw new Broken("package.zip", head.Name, $"\"{head.Name}\" has no local header.");
        var at = (int)head.Offset;
        int nameLength = U16(zip, at + 26), extra = U16(zip, at + 28);
        var start = at + 30L + nameLength + extra;
        end = start + head.Packed;
        if (end > zip.Length) throw new Broken("package.zip", head.Name, $"\"{head.Name}\" claims more bytes than there are.");
        var late = (U16(zip, at + 6) & 8) != 0; // sizes follow the data, the local ones may be zero
        if (NameOf(zip.Slice(at + 30, nameLength)) != head.Name || U16(zip, at + 8) != head.Method
            || !Agrees(zip, at + 14, head.Crc, late) || !Agrees(zip, at + 18, head.Packed, late) || !Agrees(zip, at + 22, head.Size, late))
            throw new Broken("package.zip", head.Name, $"The two headers of \"{head.Name}\" disagree.");
        var bytes = head.Method == Stored ? zip.Slice((int)start, (int)head.Packed).ToArray() : Inflate(zip.Slice((int)start, (int)head.Packed), head);
        if (bytes.Length != head.Size) throw new Broken("package.zip", head.Name, $"\"{head.Name}\" lies about its size.");
        if (Crc32.Of(bytes) != head.Crc) throw new Broken("package.zip", head.Name, $"\"{head.Name}\" is damaged.");
        return bytes;
    }

    private static byte[] Inflate(ReadOnlySpan<byte> packed, Head head)
    {
        var bytes = new byte[head.Size]; // already bounded by the sum of all entries
        try
        {
            using var stream = new DeflateStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read == bytes.Length && stream.ReadByte() < 0) return bytes;
        }
        catch (InvalidDataException)
        {
            throw new Broken("package.zip", head.Name, $"\"{head.Name}\" is damaged.");
        }
        throw new Broken("package.zip", head.Name, $"\"{head.Name}\" lies about its size.");
    }

    private static string NameOf(ReadOnlySpan<byte> bytes)
    {
        var name = Encoding.Latin1.GetString(bytes);
        var fits = name.Length is > 0 and <= 120 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/')
            && name.Split('/').All(part => part.Length > 0 && part is not ("." or ".."));
        return fits ? name : throw new Broken("package.name", "", "An entry's name is no plain relative path of letters, digits and . _ - /.");
    }

    private static bool Agrees(ReadOnlySpan<byte> zip, int at, long value, bool late) => U32(zip, at) == value || (late && U32(zip, at) == 0);

    private static ushort U16(ReadOnlySpan<byte> zip, int at) => BinaryPrimitives.ReadUInt16LittleEndian(zip[at..]);

    private static uint U32(ReadOnlySpan<byte> zip, int at) => BinaryPrimitives.ReadUInt32LittleEndian(zip[at..]);
}
