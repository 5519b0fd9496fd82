using System.Text.Json;
using System.Text.Unicode;
using Marketplace.Domain;
using Marketplace.Sandbox.Budgets;

namespace Marketplace.Sandbox.Crossing;

/// <summary>The bounds of JSON that crosses into or out of a script: 64 deep, 1 MB, 100,000 values. The same reader guards HTTP
/// bodies, host answers and the runner's socket.</summary>
public static class JsonBounds
{
    /// <summary>Null when the text is one JSON value within the bounds; otherwise why not.</summary>
    public static Refusal? Check(ReadOnlySpan<byte> json, int maxBytes = Ceilings.CrossingBytes)
    {
        if (json.Length > maxBytes)
            return Refusal.Of(Codes.BodyTooLarge, ("bytes", json.Length), ("most", maxBytes));
        if (!Utf8.IsValid(json)) return Refusal.Of(Codes.InputMalformed, ("rule", "utf8"));
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Ceilings.CrossingDepth });
        var nodes = 0;
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.EndArray or JsonTokenType.EndObject) continue;
                if (++nodes > Ceilings.CrossingNodes)
                    return Refusal.Of(Codes.InputInvalid, ("rule", "nodes"), ("most", Ceilings.CrossingNodes));
            }
            return null;
        }
        catch (JsonException wrong)
        {
            var deep = reader.CurrentDepth >= Ceilings.CrossingDepth;
            return deep
                ? Refusal.Of(Codes.InputInvalid, ("rule", "depth"), ("most", Ceilings.CrossingDepth))
                : Refusal.Of(Codes.InputMalformed, ("line", wrong.LineNumber + 1), ("column", wrong.BytePositionInLine + 1));
        }
    }
}
