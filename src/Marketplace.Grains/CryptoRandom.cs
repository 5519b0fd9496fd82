using System.Security.Cryptography;

namespace Marketplace.Grains;

/// <summary>The operating system's random numbers behind <see cref="Random"/>: safe from many threads, and nobody can guess an id or
/// a seed from the ones before it.</summary>
internal sealed class CryptoRandom : Random
{
    /// <inheritdoc />
    public override int Next() => RandomNumberGenerator.GetInt32(int.MaxValue);

    /// <inheritdoc />
    public override int Next(int maxValue) => RandomNumberGenerator.GetInt32(maxValue);

    /// <inheritdoc />
    public override int Next(int minValue, int maxValue) => RandomNumberGenerator.GetInt32(minValue, maxValue);

    /// <inheritdoc />
    public override long NextInt64()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToInt64(bytes) & long.MaxValue;
    }

    /// <inheritdoc />
    public override void NextBytes(Span<byte> buffer) => RandomNumberGenerator.Fill(buffer);

    /// <inheritdoc />
    protected override double Sample() => (NextInt64() >> 10) * (1.0 / (1L << 53));
}
