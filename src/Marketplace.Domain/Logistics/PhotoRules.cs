namespace Marketplace.Domain.Logistics;

/// <summary>回单 as a photo: what is taken for one, and how a proof of delivery names it.</summary>
public static class PhotoRules
{
    /// <summary>Bytes at most.</summary>
    public const int Most = 2 * 1024 * 1024;

    /// <summary>What a reference to a photo begins with; the SHA-256 of its bytes follows in lower-case hex.</summary>
    public const string Prefix = "sha256:";

    /// <summary>What the mark of a consignment begins with that names its photo's bytes.</summary>
    public const string Mark = "photo:";

    /// <summary><c>image/jpeg</c> or <c>image/png</c> by its first bytes, or null for anything else.</summary>
    public static string? Type(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg" : bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png" : null;

    /// <summary>Why these bytes are no photo of a delivery, or null.</summary>
    public static Refusal? Fault(ReadOnlySpan<byte> bytes) => bytes.Length > Most ? Refusal.Of(Codes.BodyTooLarge, ("limit", Most))
        : Type(bytes) is null ? Refusal.Of(Codes.FileType, ("type", "photo"), ("found", "?"), ("types", "image/jpeg image/png")) : null;

    /// <summary>The digest that a reference names, or null when it names none.</summary>
    public static string? Digest(string? photo) =>
        photo is not null && photo.StartsWith(Prefix, StringComparison.Ordinal) && photo.Length == Prefix.Length + 64 && photo.AsSpan(Prefix.Length).IndexOfAnyExcept("0123456789abcdef") < 0 ? photo[Prefix.Length..] : null;
}
