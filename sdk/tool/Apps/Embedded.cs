using System.Reflection;
using System.Text;

namespace Marketplace.Tool.Apps;

/// <summary>Files that travel inside the tool: templates and schemas.</summary>
internal static class Embedded
{
    private static readonly Assembly Here = typeof(Embedded).Assembly;

    /// <summary>Path below the folder to text, in ordinal order.</summary>
    public static IReadOnlyList<(string Path, string Text)> Under(string folder) =>
        [.. Here.GetManifestResourceNames().Select(n => n.Replace('\\', '/')).Where(n => n.StartsWith(folder + "/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(n => (n[(folder.Length + 1)..], Text(n)))];

    /// <summary>One file.</summary>
    public static string Text(string name)
    {
        using var stream = Here.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in the tool.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
