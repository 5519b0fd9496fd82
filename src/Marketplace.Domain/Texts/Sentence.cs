using System.Text;

namespace Marketplace.Domain.Texts;

/// <summary>A sentence with holes. <c>{fact}</c> is replaced by the fact; what stands in square brackets is left out, brackets
/// and all, when a fact in it is missing. A missing fact outside brackets reads as a dash: a poor sentence, never a fault.</summary>
internal static class Sentence
{
    public static string Fill(string template, IReadOnlyDictionary<string, string> facts)
    {
        var at = 0;
        return Part(template, ref at, facts, out _);
    }

    private static string Part(string template, ref int at, IReadOnlyDictionary<string, string> facts, out bool whole)
    {
        var text = new StringBuilder();
        whole = true;
        while (at < template.Length)
        {
            var c = template[at++];
            if (c == ']') break;
            if (c == '[')
            {
                var inner = Part(template, ref at, facts, out var kept);
                if (kept) text.Append(inner);
            }
            else if (c == '{')
            {
                var close = template.IndexOf('}', at);
                var known = facts.TryGetValue(template[at..close], out var fact) && fact.Length > 0;
                text.Append(known ? fact : "–");
                whole &= known;
                at = close + 1;
            }
            else text.Append(c);
        }
        return text.ToString();
    }
}
