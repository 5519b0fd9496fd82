using System.Text.Json;

namespace Marketplace.Domain.Schemas;

/// <summary>A JSON value that knows where it stands in its file, so that a finding can name the line an author must change.
/// Object members keep the order of the file; a name never occurs twice (the reader refuses it).</summary>
public sealed class Located
{
    private readonly ReadOnlyMemory<byte> _raw;

    internal Located(JsonValueKind kind, int line, string pointer, ReadOnlyMemory<byte> raw, string text,
        IReadOnlyList<Member> members, IReadOnlyList<Located> items)
    {
        (Kind, Line, Pointer, Text, Members, Items) = (kind, line, pointer, text, members, items);
        _raw = raw;
    }

    /// <summary>What it is; <see cref="JsonValueKind.Undefined"/> never occurs.</summary>
    public JsonValueKind Kind { get; }

    /// <summary>1-based line of its first character.</summary>
    public int Line { get; }

    /// <summary>JSON pointer from the root of the file; empty for the root.</summary>
    public string Pointer { get; }

    /// <summary>The unescaped text of a string, the literal text of a number, otherwise empty.</summary>
    public string Text { get; }

    /// <summary>Members of an object.</summary>
    public IReadOnlyList<Member> Members { get; }

    /// <summary>Items of an array.</summary>
    public IReadOnlyList<Located> Items { get; }

    /// <summary>One member of an object, with the line of its name.</summary>
    public sealed record Member(string Name, int Line, Located Value);

    /// <summary>The value of a member, or null.</summary>
    public Located? this[string name]
    {
        get
        {
            foreach (var member in Members)
                if (member.Name == name) return member.Value;
            return null;
        }
    }

    /// <summary>The same value as a detached <see cref="JsonElement"/>.</summary>
    public JsonElement Element()
    {
        using var document = JsonDocument.Parse(_raw);
        return document.RootElement.Clone();
    }

    /// <summary>The value a pointer below this one leads to, or the deepest one on its way.</summary>
    public Located At(string pointer)
    {
        var at = this;
        foreach (var part in pointer.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = JsonPointer.Unescape(part);
            var next = at.Kind == JsonValueKind.Array && int.TryParse(name, out var i) && i >= 0 && i < at.Items.Count
                ? at.Items[i] : at[name];
            if (next is null) return at;
            at = next;
        }
        return at;
    }
}

/// <summary>JSON pointers (RFC 6901).</summary>
public static class JsonPointer
{
    /// <summary>A child's pointer.</summary>
    public static string Child(string parent, string name) =>
        $"{parent}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>An item's pointer.</summary>
    public static string Child(string parent, int index) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{parent}/{index}");

    /// <summary>One part of a pointer as the name it stands for.</summary>
    public static string Unescape(string part) =>
        part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
