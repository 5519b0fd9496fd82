namespace Marketplace.Api.Devices;

/// <summary>What a device's code and its series may look like on the wire.</summary>
internal static class DeviceCodes
{
    public static bool IsCode(string text) => text.Length is >= 1 and <= 40
        && text.AsSpan().IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") < 0;

    public static bool IsSeries(string text) => text.Length is >= 1 and <= 40 && char.IsAsciiLetter(text[0])
        && text.All(char.IsAsciiLetterOrDigit);
}
