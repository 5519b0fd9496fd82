using Marketplace.Domain.Catalogue;

namespace Marketplace.Domain.Publishing.Checks;

/// <summary>Finds names that could be taken for somebody else's: signs that look alike, one letter off, or letters of two scripts.</summary>
internal static class NameCheck
{
    public static IReadOnlyList<Finding> Run(Package package, IReadOnlyList<string> otherApps)
    {
        var findings = new List<Finding>();
        var id = package.Manifest.Id;
        foreach (var other in otherApps.Where(o => o != id && Keys.IsApp(o) && Keys.Owner(o) != Keys.Owner(id)).Order(StringComparer.Ordinal))
            if (Compare(package, id, other) is { } finding) findings.Add(finding);
        foreach (var (culture, words) in package.Script.Locales)
            if (words.TryGetValue(package.Manifest.Name, out var name) && Mixed(name))
                findings.Add(PackageFindings.Red("name.mixedScripts", $"locales/{culture}.json", $"The app's name \"{name}\" mixes letters that look alike (Latin with Cyrillic or Greek).",
                    "Write the name in one script."));
        return findings;
    }

    private static Finding? Compare(Package package, string id, string other)
    {
        string name = Keys.Name(id), theirs = Keys.Name(other);
        if (name == theirs)
            return PackageLines.Amber(package, "/id", "name.same", $"{other} has the same name under another publisher.", "Choose a name of your own if the two could be mixed up.");
        if (Folded(name) == Folded(theirs))
            return PackageLines.Red(package, "/id", "name.lookAlike", $"\"{name}\" looks like \"{theirs}\" of {other}.", "Choose a name that cannot be taken for it.");
        if (Folded(Keys.Owner(id)) == Folded(Keys.Owner(other)))
            return PackageLines.Red(package, "/id", "name.lookAlikePublisher", $"The publisher \"{Keys.Owner(id)}\" looks like \"{Keys.Owner(other)}\".", "Publish under a name that cannot be taken for it.");
        if (name.Length >= 6 && Nearest.Distance(name, theirs) == 1)
            return PackageLines.Amber(package, "/id", "name.near", $"\"{name}\" is one letter away from \"{theirs}\" of {other}.", "Choose a name that cannot be mistyped into it.");
        return null;
    }

    private static string Folded(string name)
    {
        var plain = new string([.. name.Where(c => c != '-').Select(static c => c switch { '0' => 'o', '1' or 'i' => 'l', '5' => 's', '8' => 'b', '2' => 'z', _ => c })]);
        return plain.Replace("rn", "m", StringComparison.Ordinal).Replace("vv", "w", StringComparison.Ordinal).Replace("cl", "d", StringComparison.Ordinal);
    }

    private static bool Mixed(string name) =>
        name.Any(char.IsAsciiLetter) && name.Any(static c => c is >= '\u0370' and <= '\u03FF' or >= '\u0400' and <= '\u052F');
}
