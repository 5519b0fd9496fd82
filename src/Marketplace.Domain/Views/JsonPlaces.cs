using System.Text.Json;

namespace Marketplace.Domain.Views;

/// <summary>The line on which each value of a JSON text begins, by its JSON pointer, so that a finding can name it.</summary>
internal sealed class JsonPlaces
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    private JsonPlaces() { }

    /// <summary>The line of the value at <paramref name="pointer"/>, or of the nearest value around it.</summary>
    public int Line(string pointer)
    {
        while (true)
        {
            if (_lines.TryGetValue(pointer, out var line)) return line;
            if (pointer.Length == 0) return 1;
            pointer = pointer[..pointer.LastIndexOf('/')];
        }
    }

    /// <summary>Walks well-formed JSON once.</summary>
    public static JsonPlaces Of(ReadOnlySpan<byte> utf8)
    {
        var places = new JsonPlaces();
        var reader = new Utf8JsonReader(utf8);
        var steps = new Stack<(bool Array, int Next, string Name)>();
        var (line, seen) = (1, 0);
        while (reader.Read())
        {
            var start = (int)reader.TokenStartIndex;
            line += utf8[seen..start].Count((byte)'\n');
            seen = start;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    steps.Push(steps.Pop() with { Name = reader.GetString()! });
                    places._lines[Pointer(steps)] = line;
                    break;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    steps.Pop();
                    Advance(steps);
                    break;
                default:
                    places._lines.TryAdd(Pointer(steps), line);
                    if (reader.TokenType == JsonTokenType.StartArray) steps.Push((true, 0, ""));
                    else if (reader.TokenType == JsonTokenType.StartObject) steps.Push((false, 0, ""));
                    else Advance(steps);
                    break;
            }
        }
        return places;
    }

    private static void Advance(Stack<(bool Array, int Next, string Name)> steps)
    {
        if (steps.TryPop(out var top)) steps.Push(top with { Next = top.Next + 1 });
    }

    private static string Pointer(Stack<(bool Array, int Next, string Name)> steps) =>
        string.Concat(steps.Reverse().Select(static s => "/" + (s.Array ? s.Next.ToString(System.Globalization.CultureInfo.InvariantCulture) : Escape(s.Name))));

    /// <summary>A name as a step of a JSON pointer.</summary>
    public static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
