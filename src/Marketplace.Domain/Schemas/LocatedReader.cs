using System.Text;
using System.Text.Json;

namespace Marketplace.Domain.Schemas;

/// <summary>Why a file is no JSON that an author may hand in: a syntax error, a name that occurs twice, or text that no program can read.</summary>
/// <param name="Rule"><c>syntax</c>, <c>duplicateKey</c> or <c>text</c>.</param>
public sealed record LocatedError(string Rule, int Line, string Pointer, string Message);

/// <summary>Reads strict JSON (RFC 8259, no comments, no trailing commas, at most 64 levels) into <see cref="Located"/> values.
/// Names that occur twice are refused, because two readers of such a file may see two different manifests.</summary>
public static class LocatedReader
{
    private const int Deepest = 64;

    /// <summary>The root, or the first error.</summary>
    public static (Located? Root, LocatedError? Error) Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.StartsWith("\uFEFF"u8))
            return (null, new("syntax", 1, "", "The file begins with a byte order mark; save it as UTF-8 without one."));
        var pass = new Pass(utf8);
        try
        {
            return (pass.Root(), null);
        }
        catch (JsonException e)
        {
            return (null, new("syntax", (int)(e.LineNumber ?? 0) + 1, pass.Pointer, Sentence(e.Message)));
        }
        catch (Stop e)
        {
            return (null, e.Error);
        }
    }

    private static string Sentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }

    private sealed class Stop(LocatedError error) : Exception(error.Message)
    {
        public LocatedError Error => error;
    }

    private sealed class Pass
    {
        private readonly ReadOnlyMemory<byte> _utf8;
        private int _counted;
        private int _line = 1;

        public Pass(ReadOnlyMemory<byte> utf8) => _utf8 = utf8;

        public string Pointer { get; private set; } = "";

        public Located Root()
        {
            var reader = new Utf8JsonReader(_utf8.Span, new JsonReaderOptions { MaxDepth = Deepest });
            reader.Read();
            var root = Value(ref reader, "");
            Pointer = "";
            reader.Read();
            return root;
        }

        private Located Value(ref Utf8JsonReader reader, string pointer)
        {
            Pointer = pointer;
            var start = (int)reader.TokenStartIndex;
            var line = LineAt(start);
            var members = new List<Located.Member>();
            var items = new List<Located>();
            var text = "";
            var kind = JsonValueKind.Null;
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    kind = JsonValueKind.Object;
                    Members(ref reader, pointer, members);
                    break;
                case JsonTokenType.StartArray:
                    kind = JsonValueKind.Array;
                    while (Next(ref reader) != JsonTokenType.EndArray) items.Add(Value(ref reader, JsonPointer.Child(pointer, items.Count)));
                    break;
                case JsonTokenType.String:
                    (kind, text) = (JsonValueKind.String, TextOf(ref reader, line));
                    break;
                case JsonTokenType.Number:
                    (kind, text) = (JsonValueKind.Number, Encoding.UTF8.GetString(reader.ValueSpan));
                    break;
                case JsonTokenType.True:
                    kind = JsonValueKind.True;
                    break;
                case JsonTokenType.False:
                    kind = JsonValueKind.False;
                    break;
            }
            return new Located(kind, line, pointer, _utf8[start..(int)reader.BytesConsumed], text, members, items);
        }

        private void Members(ref Utf8JsonReader reader, string pointer, List<Located.Member> members)
        {
            var seen = new Dictionary<string, int>(StringComparer.Ordinal);
            while (Next(ref reader) != JsonTokenType.EndObject)
            {
                var line = LineAt((int)reader.TokenStartIndex);
                Pointer = pointer;
                var name = TextOf(ref reader, line);
                var child = JsonPointer.Child(pointer, name);
                if (!seen.TryAdd(name, line))
                    throw new Stop(new("duplicateKey", line, child, $"The name \"{name}\" occurs twice in this object; it stands on line {seen[name]} already."));
                Pointer = child;
                Next(ref reader);
                members.Add(new(name, line, Value(ref reader, child)));
                Pointer = pointer;
            }
        }

        private static JsonTokenType Next(ref Utf8JsonReader reader)
        {
            reader.Read();
            return reader.TokenType;
        }

        private string TextOf(ref Utf8JsonReader reader, int line)
        {
            try
            {
                return reader.GetString()!;
            }
            catch (InvalidOperationException)
            {
                throw new Stop(new("text", line, Pointer, "This text is no valid Unicode: broken UTF-8, or half of a surrogate pair."));
            }
        }

        private int LineAt(int offset)
        {
            // Tokens come in file order, so each byte is looked at once.
            _line += _utf8.Span[_counted..offset].Count((byte)'\n');
            _counted = offset;
            return _line;
        }
    }
}
