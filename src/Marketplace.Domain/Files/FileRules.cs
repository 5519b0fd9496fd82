using System.Text;

namespace Marketplace.Domain.Files;

/// <summary>What may be kept as a file of an install. The bytes decide the type: what a browser would run (HTML, SVG, scripts) or a
/// machine (programs) is none of them.</summary>
public static class FileRules
{
    /// <summary>The largest file, in bytes.</summary>
    public const int LargestFile = 20 * 1_048_576;

    /// <summary>What all files of one install may take, in bytes, and how many they may be.</summary>
    public const long MostBytes = 1L << 30, MostFiles = 20_000;

    /// <summary>The longest name, in characters.</summary>
    public const int LongestName = 200;

    /// <summary>Media types that are kept.</summary>
    public static readonly IReadOnlyList<string> Types =
    [
        "image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", Xlsx, Docx, Pptx, "text/plain", "text/csv",
    ];

    private const string Office = "application/vnd.openxmlformats-officedocument.";
    private const string Xlsx = Office + "spreadsheetml.sheet", Docx = Office + "wordprocessingml.document", Pptx = Office + "presentationml.presentation";

    /// <summary>The name and the type of what is to be kept, or why not. <paramref name="declared"/> is the sender's media type, and
    /// empty or <c>application/octet-stream</c> where it says nothing.</summary>
    public static Answer<(string Name, string Type)> Accept(string name, string declared, ReadOnlySpan<byte> bytes)
    {
        if (Named(name) is not { } kept)
            return Refusal.Of(Codes.InputInvalid, ("pointer", "?name"), ("rule", "pattern"), ("message", $"1 to {LongestName} characters without / \\ and control characters"));
        if (bytes.Length == 0) return Refusal.Of(Codes.InputInvalid, ("pointer", ""), ("rule", "required"), ("message", "the file is empty"));
        if (bytes.Length > LargestFile) return Refusal.Of(Codes.BodyTooLarge, ("limit", LargestFile));
        var semicolon = declared.IndexOf(';');
        var said = (semicolon < 0 ? declared : declared[..semicolon]).Trim().ToLowerInvariant();
        var found = Sniff(bytes, kept);
        if (found.Length == 0 || (said is not ("" or "application/octet-stream") && said != found && !IsText(said, found)))
            return Refusal.Of(Codes.FileType, ("type", said.Length > 0 ? said : "?"), ("found", found.Length > 0 ? found : "?"), ("types", string.Join(' ', Types)));
        return (kept, found);
    }

    /// <summary>The type that the bytes show, or an empty word for any that is not kept.</summary>
    public static string Sniff(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length > 8 && bytes[0] == 0x89 && bytes[1..].StartsWith("PNG\r\n\u001a\n"u8)) return "image/png";
        if (bytes.Length > 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF) return "image/jpeg";
        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8)) return "image/gif";
        if (bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8)) return "image/webp";
        if (bytes.StartsWith("%PDF-"u8)) return "application/pdf";
        if (bytes.StartsWith("PK\u0003\u0004"u8)) return OfficeType(bytes);
        return IsPlain(bytes) ? name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? "text/csv" : "text/plain" : "";
    }

    /// <summary>The name without its folder, or null when nothing is left that may be a name.</summary>
    private static string? Named(string name)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..].Trim();
        if (last.Length is 0 or > LongestName || last is "." or "..") return null;
        foreach (var rune in last.EnumerateRunes())
            if (rune == Rune.ReplacementChar || Rune.IsControl(rune) || rune.Value is >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069) return null;
        return last;
    }

    /// <summary>Both are plain text, which nobody's browser runs: csv may be called plain and plain csv.</summary>
    private static bool IsText(string said, string found) => found is "text/plain" or "text/csv" && said is "text/plain" or "text/csv";

    private static string OfficeType(ReadOnlySpan<byte> bytes)
    {
        // The parts of an office file are named in the zip's directory, at its end.
        var directory = bytes[Math.Max(0, bytes.Length - 262_144)..];
        if (directory.IndexOf("[Content_Types].xml"u8) < 0 || directory.IndexOf("vbaProject"u8) >= 0) return "";
        return directory.IndexOf("xl/workbook"u8) >= 0 ? Xlsx : directory.IndexOf("word/document"u8) >= 0 ? Docx : directory.IndexOf("ppt/presentation"u8) >= 0 ? Pptx : "";
    }

    /// <summary>Text without control characters that no browser would take for a page: it does not begin with a tag.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        foreach (var octet in bytes)
            if (octet is < 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0C) or 0x7F) return false;
        var start = bytes.TrimStart(" \t\r\n\f"u8);
        return !start.StartsWith("<"u8) && !start.StartsWith("#!"u8) && !start.StartsWith("MZ"u8);
    }
}
