using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Marketplace.Domain.Records;

/// <summary>JSON at the level of bytes: what the records of apps need and the framework's types do not give.</summary>
internal static class JsonText
{
    /// <summary>Chinese text stays readable in stored bytes; nothing here is ever written into HTML unescaped.</summary>
    public static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The string, or false when it holds a lone surrogate or broken UTF-8.</summary>
    public static bool TryRead(JsonElement value, out string text)
    {
        try
        {
            text = value.GetString() ?? "";
            return true;
        }
        catch (InvalidOperationException)
        {
            // The framework reports an unpaired \uD800 this way, and only when the string is asked for.
            text = "";
            return false;
        }
    }

    /// <summary>The property's name, or false when it is not well-formed text.</summary>
    public static bool TryName(JsonProperty property, out string name)
    {
        try
        {
            name = property.Name;
            return true;
        }
        catch (InvalidOperationException)
        {
            name = System.Text.Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(property));
            return false;
        }
    }

    /// <summary>The same JSON without white space between tokens. Strings keep their own spelling, so that any value returns as it came.</summary>
    public static ReadOnlySpan<byte> Minified(ReadOnlySpan<byte> json)
    {
        var output = new byte[json.Length];
        var length = 0;
        var quoted = false;
        for (var i = 0; i < json.Length; i++)
        {
            var octet = json[i];
            if (quoted)
            {
                if (octet == '\\') output[length++] = json[i++];
                else if (octet == '"') quoted = false;
            }
            else if (octet == '"') quoted = true;
            else if (octet is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') continue;
            output[length++] = json[i];
        }
        return output.AsSpan(0, length);
    }

    /// <summary>How many objects and arrays stand inside one another.</summary>
    public static int Depth(ReadOnlySpan<byte> json)
    {
        int depth = 0, deepest = 0;
        var quoted = false;
        for (var i = 0; i < json.Length; i++)
        {
            if (quoted)
            {
                if (json[i] == '\\') i++;
                else if (json[i] == '"') quoted = false;
            }
            else if (json[i] == '"') quoted = true;
            else if (json[i] is (byte)'{' or (byte)'[') deepest = Math.Max(deepest, ++depth);
            else if (json[i] is (byte)'}' or (byte)']') depth--;
        }
        return deepest;
    }

    /// <summary>A JSON pointer to one member of the root.</summary>
    public static string Pointer(string name) => "/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>The bytes that <paramref name="write"/> writes.</summary>
    public static byte[] Bytes<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Writing)) write(writer, state);
        return buffer.WrittenSpan.ToArray();
    }
}
