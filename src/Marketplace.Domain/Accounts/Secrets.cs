using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Domain.Accounts;

/// <summary>Hashes of what people and devices hold. A PIN is short, so it is stretched and locked after wrong tries; a token is
/// 256 random bits, so one SHA-256 is enough and lets the store look it up.</summary>
public static class Secrets
{
    private const int Rounds = 60_000;

    /// <summary>A fresh token: a prefix for secret scanners, then 256 bits.</summary>
    public static string NewToken(string prefix) => prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>SHA-256 of a token, lower-case hex.</summary>
    public static string TokenHash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>A salted, stretched PIN: <c>pbkdf2-sha256$rounds$salt$hash</c>.</summary>
    public static string PinHash(string pin)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return $"pbkdf2-sha256${Rounds}${Convert.ToHexStringLower(salt)}${Convert.ToHexStringLower(Stretch(pin, salt, Rounds))}";
    }

    /// <summary>True when the PIN is the one that was hashed.</summary>
    public static bool PinMatches(string pin, string hash)
    {
        var parts = hash.Split('$');
        if (parts is not ["pbkdf2-sha256", var rounds, var salt, var wanted] || !int.TryParse(rounds, out var count)) return false;
        return CryptographicOperations.FixedTimeEquals(Stretch(pin, Convert.FromHexString(salt), count), Convert.FromHexString(wanted));
    }

    private static byte[] Stretch(string pin, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(pin), salt, rounds, HashAlgorithmName.SHA256, 32);
}
