using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Marketplace.Domain;

namespace Marketplace.Api.Http;

/// <summary>Turns a host command's JSON into its record. What does not fit is <c>input.invalid</c> with a JSON pointer.</summary>
internal static class Commands
{
    public static Answer<T> Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> shape)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, shape) is { } command
                ? command
                : Invalid("", "type", "an object is expected");
        }
        catch (JsonException misfit)
        {
            return Explain(misfit, shape);
        }
    }

    /// <summary><c>input.invalid</c> at a pointer.</summary>
    public static Refusal Invalid(string pointer, string rule, string message) =>
        Refusal.Of(Codes.InputInvalid, ("pointer", pointer), ("rule", rule), ("message", message));

    private static Refusal Explain(JsonException misfit, JsonTypeInfo shape)
    {
        var pointer = Pointer(misfit.Path ?? "$");
        var key = pointer.Length > 0 ? pointer[(pointer.LastIndexOf('/') + 1)..] : "";
        var (rule, message) =
            misfit.Message.Contains("uplicate", StringComparison.Ordinal) ? ("duplicateKey", $"the key '{key}' is given twice")
            : misfit.Message.Contains("missing required", StringComparison.Ordinal) ? ("required", "a required key is missing: " + Missing(misfit.Message))
            : pointer.LastIndexOf('/') == 0 && shape.Properties.All(p => p.Name != key) ? ("unknownKey", $"the key '{key}' is not known here")
            : ("type", "the value has the wrong type");
        return Invalid(pointer, rule, message);
    }

    /// <summary>The names at the end of the serializer's sentence, which are ours and not the sender's.</summary>
    private static string Missing(string message)
    {
        var colon = message.IndexOf(": ", StringComparison.Ordinal);
        var end = message.IndexOf('.', colon + 1);
        return colon < 0 ? "" : message[(colon + 2)..(end < 0 ? message.Length : end)];
    }

    /// <summary><c>$.grants[2]['a.b']</c> as <c>/grants/2/a.b</c>.</summary>
    private static string Pointer(string path)
    {
        var pointer = new StringBuilder();
        for (var i = 1; i < path.Length;)
        {
            var quoted = path.AsSpan(i).StartsWith("['");
            var start = i + (quoted ? 2 : 1);
            var end = quoted ? path.IndexOf("']", start, StringComparison.Ordinal)
                : path[i] == '[' ? path.IndexOf(']', start)
                : path.AsSpan(start).IndexOfAny('.', '[') is var next and >= 0 ? start + next : path.Length;
            if (end < 0) end = path.Length;
            pointer.Append('/').Append(path[start..end].Replace("~", "~0").Replace("/", "~1"));
            i = quoted ? end + 2 : path[i] == '[' ? end + 1 : end;
        }
        return pointer.ToString();
    }
}
