namespace Marketplace.Domain.Catalogue;

/// <summary>The nearest known word to a mistyped one, for remedies.</summary>
public static class Nearest
{
    /// <summary>The known word with the smallest edit distance, or null when none is near enough to be meant.</summary>
    public static string? Of(string word, IEnumerable<string> known)
    {
        string? best = null;
        var least = Math.Max(1, word.Length / 3) + 1;
        foreach (var candidate in known)
        {
            var distance = string.Equals(word, candidate, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(word, candidate);
            if (distance >= least) continue;
            (best, least) = (candidate, distance);
        }
        return best;
    }

    /// <summary><c> Did you mean "x"?</c> with its leading blank, or nothing.</summary>
    public static string DidYouMean(string word, IEnumerable<string> known) =>
        Of(word, known) is { } near ? $" Did you mean \"{near}\"?" : "";

    /// <summary>Edit distance with swaps of neighbours counted as one (optimal string alignment). Words are cut at 64 characters.</summary>
    public static int Distance(string left, string right)
    {
        if (left.Length > 64) left = left[..64];
        if (right.Length > 64) right = right[..64];
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= right.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = left[i - 1] == right[j - 1] ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        return rows[left.Length, right.Length];
    }
}
