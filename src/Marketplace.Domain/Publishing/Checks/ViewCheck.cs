using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Schemas;
using Marketplace.Domain.Views;

namespace Marketplace.Domain.Publishing.Checks;

/// <summary>Whether the views can be read, and name only entities, fields, functions, views and roles that exist.</summary>
internal static class ViewCheck
{
    public static IReadOnlyList<Finding> Run(Package package)
    {
        var findings = new List<Finding>();
        foreach (var path in package.Manifest.Views.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var reading = ViewReader.Read(package.Entries[path], path);
            findings.AddRange(reading.Findings);
            if (reading.View is null || PackageLines.Open(package, path) is not { } root) continue;
            var list = new FindingList(path, "view");
            new ViewNames(package.Manifest, list, name => Kind(package, name)).Check(reading.View, root);
            findings.AddRange(list.All);
        }
        foreach (var path in package.Entries.Keys.Where(PackagePaths.IsView).Except(package.Manifest.Views.Values))
            findings.Add(PackageFindings.Amber("view.unused", path, $"\"{path}\" is no view of the manifest.", "Name it under \"views\", or remove the file."));
        return findings;
    }

    private static string Kind(Package package, string view) =>
        package.Manifest.Views.TryGetValue(view, out var path) ? PackageLines.Open(package, path)?["type"]?.Text ?? "" : "";
}
