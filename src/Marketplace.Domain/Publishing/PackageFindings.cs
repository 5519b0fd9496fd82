namespace Marketplace.Domain.Publishing;

/// <summary>Findings about a package as a whole.</summary>
internal static class PackageFindings
{
    public static Finding Red(string rule, string file, string message, string remedy, int line = 0, string pointer = "") =>
        new() { Rule = rule, Severity = Severity.Red, File = file, Line = line, Pointer = pointer, Message = message, Remedy = remedy };

    public static Finding Amber(string rule, string file, string message, string remedy, int line = 0, string pointer = "") =>
        new() { Rule = rule, Severity = Severity.Amber, File = file, Line = line, Pointer = pointer, Message = message, Remedy = remedy };
}
