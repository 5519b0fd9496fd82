namespace Marketplace.Domain.Catalogue;

/// <summary>Sentences that several checks share.</summary>
public static class Remedies
{
    /// <summary>The nearest known name, or the known names.</summary>
    public static string Instead(string word, IEnumerable<string> known)
    {
        var names = known.ToList();
        if (Nearest.Of(word, names) is { } near) return $"Did you mean \"{near}\"?";
        return names.Count == 0 ? "Declare it, or remove this." : $"Declared are {string.Join(", ", names.Take(12))}; use one of them, or declare \"{word}\".";
    }
}
