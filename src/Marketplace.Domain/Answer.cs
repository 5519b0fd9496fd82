using Orleans;

namespace Marketplace.Domain;

/// <summary>A refusal: an expected "no" that travels as a value. Exceptions are for bugs and broken storage.</summary>
/// <param name="Code">A constant of <see cref="Codes"/>, or an app's own code (<c>tag.unknown</c>).</param>
/// <param name="Facts">What a sentence needs (names and plain values; never a person's data of another tenant).</param>
[GenerateSerializer, Immutable, Alias("refusal")]
public sealed record Refusal(
    [property: Id(0)] string Code,
    [property: Id(1)] IReadOnlyDictionary<string, string> Facts)
{
    /// <summary>A refusal with facts given as name, value pairs.</summary>
    public static Refusal Of(string code, params ReadOnlySpan<(string Name, object? Value)> facts)
    {
        var map = new Dictionary<string, string>(facts.Length, StringComparer.Ordinal);
        foreach (var (name, value) in facts)
            map[name] = Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "";
        return new Refusal(code, map);
    }
}

/// <summary>A value or a refusal.</summary>
[GenerateSerializer, Immutable, Alias("answer`1")]
public sealed record Answer<T>
{
    /// <summary>The value; meaningful only when <see cref="Refusal"/> is null.</summary>
    [Id(0)] public T? Value { get; init; }

    /// <summary>Why not, or null.</summary>
    [Id(1)] public Refusal? Refusal { get; init; }

    /// <summary>True when there is a value.</summary>
    public bool Ok => Refusal is null;

    /// <summary>The value, for code that has looked at <see cref="Ok"/>; a bug otherwise.</summary>
    public T Must() => Refusal is null ? Value! : throw new InvalidOperationException($"refused: {Refusal.Code}");

    /// <summary>Wraps a value.</summary>
    public static implicit operator Answer<T>(T value) => new() { Value = value };

    /// <summary>Wraps a refusal.</summary>
    public static implicit operator Answer<T>(Refusal refusal) => new() { Refusal = refusal };
}

/// <summary>Nothing to say but "done".</summary>
[GenerateSerializer, Immutable, Alias("done")]
public sealed record Done
{
    /// <summary>The one value.</summary>
    public static readonly Done It = new();
}
