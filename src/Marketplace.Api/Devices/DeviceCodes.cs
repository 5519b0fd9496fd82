namespace Marketplace.Api.Devices;

/// <summary>What a device's code and its series may look like on the wire.</summary>
internal static class DeviceCodes
{
    public static bool IsCode(string text) => text.Length is >= 1 and <= 40
        && text.AsSpan().IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") < 0;

    /// <summary>Firm and code, as the gateway names a device; what a stranger gives as a user name may be anything, a password too.</summary>
    public static bool IsId(string text) => text.IndexOf('.') is > 0 and var dot && Domain.Keys.IsSlug(text[..dot]) && IsCode(text[(dot + 1)..]);

    public static bool IsSeries(string text) => text.Length is >= 1 and <= 40 && char.IsAsciiLetter(text[0])
        && text.All(char.IsAsciiLetterOrDigit);
}
