using Marketplace.Domain.Schemas;

namespace Marketplace.Domain.Catalogue;

/// <summary>The grammar of names in an app: entities, fields, functions, views, roles.</summary>
public static class ManifestNames
{
    /// <summary>Words that JavaScript or the record form needs for itself.</summary>
    public static readonly IReadOnlyList<string> Reserved =
        ["then", "constructor", "prototype", "toString", "valueOf", "id", "version"];

    /// <summary>More words that a field cannot be called: the record form and the query and expression languages own them.</summary>
    public static readonly IReadOnlyList<string> ReservedFields =
        ["createdAt", "createdBy", "updatedAt", "and", "or", "not", "true", "false", "null"];

    /// <summary><c>^[a-z][A-Za-z0-9]{0,39}$</c>.</summary>
    public static bool IsName(string text) =>
        text.Length is >= 1 and <= 40 && char.IsAsciiLetterLower(text[0]) && text.All(char.IsAsciiLetterOrDigit);

    /// <summary>Dotted words, such as <c>menu.scan</c> or <c>state.LOCKED</c>.</summary>
    public static bool IsLocaleKey(string text) =>
        text.Length is >= 1 and <= 100 && char.IsAsciiLetter(text[0])
        && text.Split('.').All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));

    /// <summary>A name made from a wrong one, for remedies.</summary>
    internal static string Proposed(string text)
    {
        var parts = text.Split(['_', '-', ' ', '.'], StringSplitOptions.RemoveEmptyEntries)
            .Select(p => new string([.. p.Where(char.IsAsciiLetterOrDigit)])).Where(p => p.Length > 0).ToList();
        if (parts.Count == 0) return "name1";
        var name = char.ToLowerInvariant(parts[0][0]) + parts[0][1..] + string.Concat(parts.Skip(1).Select(p => char.ToUpperInvariant(p[0]) + p[1..]));
        if (!char.IsAsciiLetterLower(name[0])) name = "n" + name;
        return name.Length > 40 ? name[..40] : name;
    }

    /// <summary>Reports a name that does not fit.</summary>
    internal static bool Check(FindingList findings, Located.Member member, string what, bool field = false)
    {
        if (!IsName(member.Name))
            findings.Red(member.Line, member.Value.Pointer, "name", $"\"{member.Name}\" is no name for {what}.",
                $"Names begin with a small letter, then letters and digits, at most 40: \"{Proposed(member.Name)}\".");
        else if (Reserved.Contains(member.Name) || (field && ReservedFields.Contains(member.Name)))
            findings.Red(member.Line, member.Value.Pointer, "reserved", $"\"{member.Name}\" is a reserved word and cannot name {what}.",
                $"Choose another, such as \"{member.Name}Value\".");
        else return true;
        return false;
    }
}
