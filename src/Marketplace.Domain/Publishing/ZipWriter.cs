using System.Buffers.Binary;
using System.Text;

namespace Marketplace.Domain.Publishing;

/// <summary>Writes a zip whose bytes depend on names and contents alone: stored, in the order given, dated 1980-01-01, regular
/// files, no extra fields. The platform's own zip writer promises none of this across versions, so this one is ours.</summary>
internal static class ZipWriter
{
    private const ushort Day = (0 << 9) | (1 << 5) | 1;

    public static byte[] Write(IReadOnlyList<(string Path, byte[] Bytes)> entries)
    {
        using var zip = new MemoryStream();
        using var directory = new MemoryStream();
        foreach (var (path, bytes) in entries)
        {
            var name = Encoding.ASCII.GetBytes(path);
            var crc = Crc32.Of(bytes);
            var offset = (uint)zip.Position;
            Local(zip, name, crc, bytes.Length);
            zip.Write(bytes);
            Central(directory, name, crc, bytes.Length, offset);
        }
        var start = (uint)zip.Position;
        directory.WriteTo(zip);
        End(zip, entries.Count, (uint)directory.Length, start);
        return zip.ToArray();
    }

    private static void Local(MemoryStream zip, byte[] name, uint crc, int size)
    {
        Span<byte> head = stackalloc byte[30];
        head.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(head, ZipReader.LocalMark);
        BinaryPrimitives.WriteUInt16LittleEndian(head[4..], 20);
        BinaryPrimitives.WriteUInt16LittleEndian(head[12..], Day);
        Sizes(head[14..], crc, size, name.Length);
        zip.Write(head);
        zip.Write(name);
    }

    private static void Central(MemoryStream directory, byte[] name, uint crc, int size, uint offset)
    {
        Span<byte> head = stackalloc byte[46];
        head.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(head, ZipReader.CentralMark);
        BinaryPrimitives.WriteUInt16LittleEndian(head[4..], 0x0314); // made on a Unix file system, so the mode below counts
        BinaryPrimitives.WriteUInt16LittleEndian(head[6..], 20);
        BinaryPrimitives.WriteUInt16LittleEndian(head[14..], Day);
        Sizes(head[16..], crc, size, name.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[38..], 0x81A4u << 16); // a regular file, rw-r--r--
        BinaryPrimitives.WriteUInt32LittleEndian(head[42..], offset);
        directory.Write(head);
        directory.Write(name);
    }

    private static void Sizes(Span<byte> at, uint crc, int size, int name)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(at, crc);
        BinaryPrimitives.WriteInt32LittleEndian(at[4..], size);
        BinaryPrimitives.WriteInt32LittleEndian(at[8..], size);
        BinaryPrimitives.WriteUInt16LittleEndian(at[12..], (ushort)name);
    }

    private static void End(MemoryStream zip, int count, uint size, uint start)
    {
        Span<byte> end = stackalloc byte[22];
        end.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(end, ZipReader.EndMark);
        BinaryPrimitives.WriteUInt16LittleEndian(end[8..], (ushort)count);
        BinaryPrimitives.WriteUInt16LittleEndian(end[10..], (ushort)count);
        BinaryPrimitives.WriteUInt32LittleEndian(end[12..], size);
        BinaryPrimitives.WriteUInt32LittleEndian(end[16..], start);
        zip.Write(end);
    }
}
