using Marketplace.Domain.Schemas;

namespace Marketplace.Domain.Publishing.Checks;

/// <summary>Findings at a line of a package's JSON files.</summary>
internal static class PackageLines
{
    /// <summary>The located content of an entry, or null when it is missing or no JSON (the readers have said so).</summary>
    public static Located? Open(Package package, string path) =>
        package.Entries.TryGetValue(path, out var bytes) ? LocatedReader.Read(bytes).Root : null;

    /// <summary>A red finding in the manifest.</summary>
    public static Finding Red(Package package, string pointer, string rule, string message, string remedy) =>
        PackageFindings.Red(rule, PackagePaths.Manifest, message, remedy, Line(package, pointer), pointer);

    /// <summary>An amber finding in the manifest.</summary>
    public static Finding Amber(Package package, string pointer, string rule, string message, string remedy) =>
        PackageFindings.Amber(rule, PackagePaths.Manifest, message, remedy, Line(package, pointer), pointer);

    private static int Line(Package package, string pointer) => Open(package, PackagePaths.Manifest)?.At(pointer).Line ?? 0;
}
