namespace Marketplace.Sandbox.Scripts;

/// <summary>Import specifiers name modules of the same package by relative path, with their extension, and nothing else.</summary>
internal static class ModulePath
{
    /// <summary>The package path an import means, or null when it leaves the package.</summary>
    public static string? Resolve(string? from, string specifier)
    {
        if (from is null) return specifier;
        if (!specifier.StartsWith("./", StringComparison.Ordinal) && !specifier.StartsWith("../", StringComparison.Ordinal)) return null;
        var folders = from.Split('/')[..^1].ToList();
        foreach (var part in specifier.Split('/'))
        {
            if (part is "." or "") continue;
            if (part != "..") folders.Add(part);
            else if (folders.Count == 0) return null;
            else folders.RemoveAt(folders.Count - 1);
        }
        return string.Join('/', folders);
    }
}
