using System.Text;

namespace Marketplace.Sandbox.Crossing;

/// <summary>A growing run of characters with an end.</summary>
internal sealed class TextSink(int most, Func<Exception> full)
{
    private const string Hex = "0123456789abcdef";
    private char[] _chars = new char[256];
    private int _length;

    public int Length => _length;

    public void Add(char c)
    {
        if (_length == _chars.Length) Grow(1);
        _chars[_length++] = c;
    }

    public void Add(ReadOnlySpan<char> text)
    {
        if (_chars.Length - _length < text.Length) Grow(text.Length);
        text.CopyTo(_chars.AsSpan(_length));
        _length += text.Length;
    }

    /// <summary>Forgets what came after <paramref name="length"/>.</summary>
    public void Cut(int length) => _length = length;

    /// <summary>A JSON string. Lone surrogates are written as escapes, so the text is always valid Unicode.</summary>
    public void AddQuoted(string text)
    {
        Add('"');
        var from = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c >= ' ' && c != '"' && c != '\\' && !char.IsSurrogate(c)) continue;
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) { i++; continue; }
            Add(text.AsSpan(from, i - from));
            AddEscape(c);
            from = i + 1;
        }
        Add(text.AsSpan(from));
        Add('"');
    }

    public byte[] ToUtf8() => Encoding.UTF8.GetBytes(_chars, 0, _length);

    public override string ToString() => new(_chars, 0, _length);

    private void AddEscape(char c)
    {
        switch (c)
        {
            case '"': Add("\\\""); break;
            case '\\': Add("\\\\"); break;
            case '\b': Add("\\b"); break;
            case '\f': Add("\\f"); break;
            case '\n': Add("\\n"); break;
            case '\r': Add("\\r"); break;
            case '\t': Add("\\t"); break;
            default:
                Add(['\\', 'u', Hex[c >> 12], Hex[(c >> 8) & 15], Hex[(c >> 4) & 15], Hex[c & 15]]);
                break;
        }
    }

    private void Grow(int more)
    {
        if ((long)_length + more > most) throw full();
        // Never beyond what may be held: the room itself counts against the call's memory.
        Array.Resize(ref _chars, (int)Math.Min(Math.Max((long)_chars.Length * 2, (long)_length + more), Math.Max(most, 256)));
    }
}
