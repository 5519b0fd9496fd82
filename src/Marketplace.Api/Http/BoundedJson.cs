using System.Text.Json;
using System.Text.Unicode;
using Marketplace.Domain;

namespace Marketplace.Api.Http;

/// <summary>Looks through a JSON text once, before anything else touches it: RFC 8259 grammar, valid UTF-8, whole surrogate pairs,
/// bounded depth and bounded number of values. Says nothing about meaning; duplicate keys and U+0000 pass.</summary>
internal static class BoundedJson
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = Limits.JsonDepth };

    /// <summary>Null when the text is fine.</summary>
    public static Refusal? Check(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8)) return Malformed("the text is not valid UTF-8");
        var reader = new Utf8JsonReader(utf8, Options);
        try
        {
            return Walk(ref reader);
        }
        catch (JsonException broken)
        {
            return Refusal.Of(Codes.InputMalformed, ("message", "the text is not JSON, or is nested too deep"),
                ("line", broken.LineNumber + 1), ("column", broken.BytePositionInLine + 1), ("depthLimit", Limits.JsonDepth));
        }
    }

    private static Refusal? Walk(ref Utf8JsonReader reader)
    {
        var nodes = 0;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String)
            {
                if (reader.ValueIsEscaped && !PairsAreWhole(reader.ValueSpan)) return Malformed("a string holds half a surrogate pair");
            }
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.EndArray or JsonTokenType.EndObject) continue;
            if (++nodes > Limits.JsonNodes) return Malformed($"more than {Limits.JsonNodes} values");
        }
        return null;
    }

    /// <summary>Whether each escaped surrogate has its other half; a half cannot be written as UTF-8 by anyone downstream.</summary>
    private static bool PairsAreWhole(ReadOnlySpan<byte> escaped)
    {
        var high = false;
        for (var i = 0; i < escaped.Length; i++)
        {
            var surrogate = 0;
            if (escaped[i] == '\\' && escaped[++i] == 'u')
            {
                var code = Convert.ToInt32(System.Text.Encoding.ASCII.GetString(escaped.Slice(i + 1, 4)), 16);
                i += 4;
                surrogate = code is >= 0xD800 and <= 0xDBFF ? 1 : code is >= 0xDC00 and <= 0xDFFF ? 2 : 0;
            }
            if (high != (surrogate == 2)) return false;
            high = surrogate == 1;
        }
        return !high;
    }

    private static Refusal Malformed(string message) => Refusal.Of(Codes.InputMalformed, ("message", message));
}
