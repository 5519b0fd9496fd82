using System.Text.RegularExpressions;

namespace Marketplace.Domain.Publishing.Checks;

/// <summary>Looks for what must never be in a package, because every firm and every operator can read one: keys, tokens, passwords.
/// What it finds is never printed in whole. It cannot find a secret that looks like a word.</summary>
internal static partial class SecretCheck
{
    private const int Most = 20;
    private const int LongLine = 20_000;

    private static readonly (string Rule, string What, Regex Pattern)[] Known =
    [
        ("secret.privateKey", "a private key", PrivateKey()),
        ("secret.token", "an access token", Token()),
        ("secret.password", "a password", Password()),
    ];

    public static IReadOnlyList<Finding> Run(Package package)
    {
        var findings = new List<Finding>();
        foreach (var path in package.Entries.Keys.Where(p => PackagePaths.IsText(p) && p != PackagePaths.Sbom))
        {
            var line = 0;
            var random = false; // once per file is enough to make a person look
            foreach (var text in package.Text(path)!.Split('\n'))
            {
                line++;
                var cut = text.Length > LongLine ? text[..LongLine] : text;
                if (findings.Count >= Most) break;
                if (Look(path, cut, line) is { } finding) findings.Add(finding);
                else if (!random && Random(path, cut, line) is { } guess)
                {
                    random = true;
                    findings.Add(guess);
                }
            }
        }
        return findings;
    }

    private static Finding? Look(string path, string text, int line)
    {
        foreach (var (rule, what, pattern) in Known)
        {
            if (rule == "secret.password" && path.StartsWith("locales/", StringComparison.Ordinal)) continue;
            if (pattern.Match(text) is { Success: true } match)
                return PackageFindings.Red(rule, path, $"This looks like {what} ({Masked(match.Value)}).",
                    "Take it out and change it, because it has been written down. Firms give an app its secrets in the settings.", line);
        }
        return null;
    }

    private static Finding? Random(string path, string text, int line)
    {
        // Pictures and prose are full of long random-looking words.
        if (path.EndsWith(".svg", StringComparison.Ordinal) || path.EndsWith(".md", StringComparison.Ordinal)) return null;
        foreach (Match word in Long().Matches(text))
            if (!IsDigest(text, word) && Entropy(word.Value) > (Hexadecimal().IsMatch(word.Value) ? 3.4 : 4.4))
                return PackageFindings.Amber("secret.entropy", path, $"This text is as random as a key ({Masked(word.Value)}).", "Take it out if it opens anything.", line);
        return null;
    }

    // A digest opens nothing; its author has named it so right before it.
    private static bool IsDigest(string text, Match word) =>
        Hexadecimal().IsMatch(word.Value) && DigestName().IsMatch(text[Math.Max(0, word.Index - 30)..word.Index]);

    private static string Masked(string text) => text.Length <= 8 ? "…" : $"{text[..4]}… {text.Length} characters";

    private static double Entropy(string text) =>
        text.GroupBy(c => c).Select(g => (double)g.Count() / text.Length).Sum(p => -p * Math.Log2(p));

    [GeneratedRegex("-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----", RegexOptions.NonBacktracking)]
    private static partial Regex PrivateKey();

    [GeneratedRegex("(AKIA[0-9A-Z]{16}|LTAI[A-Za-z0-9]{12,24}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,}|glpat-[A-Za-z0-9_-]{18,}|xox[abprs]-[A-Za-z0-9-]{10,}|AIza[0-9A-Za-z_-]{35}|sk-[A-Za-z0-9_-]{20,}|mkt_[A-Za-z0-9_-]{32,}|eyJ[A-Za-z0-9_-]{10,}[.]eyJ[A-Za-z0-9_-]{10,}[.][A-Za-z0-9_-]{10,}|[Bb]earer [A-Za-z0-9._~+/-]{20,})", RegexOptions.NonBacktracking)]
    private static partial Regex Token();

    [GeneratedRegex("(password|passwd|pwd|secret|api[_-]?key|access[_-]?key|auth[_-]?token|密码|口令)[A-Za-z0-9_]{0,12}[\"']?[ ]{0,3}[:=][ ]{0,3}[\"'][A-Za-z0-9!@#$%^&*._+/=-]{6,}[\"']", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Password();

    [GeneratedRegex("[A-Za-z0-9+_=-]{32,}", RegexOptions.NonBacktracking)]
    private static partial Regex Long();

    [GeneratedRegex("(hash|digest|sha256|sha1|checksum|fingerprint)[A-Za-z0-9]*[\"']?[ ]*[:=][ ]*[\"']$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex DigestName();

    [GeneratedRegex("^[0-9a-fA-F-]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Hexadecimal();
}
