using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Domain.Jobs;

/// <summary>What came to a webhook, as it was sent. The names are those of the Standard Webhooks specification.</summary>
/// <param name="Id">Header <c>webhook-id</c>: the sender's name for this delivery, the same each time it sends it.</param>
/// <param name="Timestamp">Header <c>webhook-timestamp</c>: whole seconds since 1970, when it was sent.</param>
/// <param name="Signature">Header <c>webhook-signature</c>: <c>v1,</c> and base64; several stand apart by spaces.</param>
/// <param name="Body">The very bytes.</param>
public sealed record HookDelivery(string Id, string Timestamp, string Signature, byte[] Body);

/// <summary>Whether a delivery to a webhook is its sender's, and of now.</summary>
public static class HookRules
{
    /// <summary>The longest body, in bytes.</summary>
    public const int LargestBody = 262_144;

    /// <summary>How far a sender's clock may stand from ours.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const int LongestId = 64, SecretBytes = 32, MostSignatures = 8;
    private const string TokenPrefix = "mkh_", SecretPrefix = "whsec_", Version = "v1,";

    /// <summary>A fresh token for the address and a fresh secret for signing; each is shown once.</summary>
    public static (string Token, string Secret) Make() => (Accounts.Secrets.NewToken(TokenPrefix), SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)));

    /// <summary>True for what can be a token of a webhook.</summary>
    public static bool IsToken(string text) =>
        text.Length == TokenPrefix.Length + 64 && text.StartsWith(TokenPrefix, StringComparison.Ordinal) && text.AsSpan(TokenPrefix.Length).IndexOfAnyExcept("0123456789abcdef") < 0;

    /// <summary>The signature of a delivery: HMAC-SHA256 with the secret's bytes over <c>id.timestamp.body</c>.</summary>
    public static string Sign(string secret, string id, string timestamp, ReadOnlySpan<byte> body) => Version + Convert.ToBase64String(Mac(secret, id, timestamp, body));

    /// <summary>Why a delivery is not taken, or null. That it was taken before is for the store to say.</summary>
    public static Refusal? Check(HookDelivery delivery, string secret, DateTimeOffset now)
    {
        if (delivery.Id.Length is 0 or > LongestId || delivery.Id.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or ':' or '-')))
            return Refusal.Of(Codes.InputInvalid, ("pointer", "#webhook-id"), ("rule", $"1 to {LongestId} letters, digits and . _ : -"));
        if (delivery.Timestamp.Length > 12 || !long.TryParse(delivery.Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 253_402_300_799)
            return Refusal.Of(Codes.InputInvalid, ("pointer", "#webhook-timestamp"), ("rule", "whole seconds since 1970"));
        // The signature first: who cannot sign learns nothing of our clock.
        if (!IsSigned(delivery, secret)) return Refusal.Of(Codes.HookSignature, ("header", "webhook-signature"));
        var apart = now - DateTimeOffset.FromUnixTimeSeconds(seconds);
        return apart.Duration() > Window ? Refusal.Of(Codes.HookTime, ("seconds", (long)apart.TotalSeconds), ("window", (long)Window.TotalSeconds)) : null;
    }

    private static bool IsSigned(HookDelivery delivery, string secret)
    {
        var right = Mac(secret, delivery.Id, delivery.Timestamp, delivery.Body);
        var given = new byte[right.Length];
        var isOne = false;
        foreach (var one in delivery.Signature.Split(' ', MostSignatures, StringSplitOptions.RemoveEmptyEntries))
            isOne |= one.StartsWith(Version, StringComparison.Ordinal) && Convert.TryFromBase64String(one[Version.Length..], given, out var length) && length == right.Length
                && CryptographicOperations.FixedTimeEquals(given, right);
        return isOne;
    }

    private static byte[] Mac(string secret, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Convert.FromBase64String(secret[SecretPrefix.Length..]));
        mac.AppendData(Encoding.ASCII.GetBytes($"{id}.{timestamp}."));
        mac.AppendData(body);
        return mac.GetHashAndReset();
    }
}
