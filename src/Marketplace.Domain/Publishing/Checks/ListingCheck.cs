namespace Marketplace.Domain.Publishing.Checks;

/// <summary>What a listing page and a careful operator miss when it is not there.</summary>
internal static class ListingCheck
{
    public static IReadOnlyList<Finding> Run(Package package)
    {
        var findings = new List<Finding>();
        if (!package.Entries.ContainsKey("README.md"))
            findings.Add(PackageFindings.Amber("listing.readme", "README.md", "There is no README.md.", "Say what the app does, for whom, and what it needs."));
        if (package.Manifest.Icon.Length == 0)
            findings.Add(PackageLines.Amber(package, "", "listing.icon", "The app has no icon.", "Add icon.svg and \"icon\": \"icon.svg\"."));
        if (package.Manifest.Functions.Count > 0 && !package.Entries.Keys.Any(p => p.StartsWith("specs/", StringComparison.Ordinal)))
            findings.Add(PackageFindings.Amber("listing.specs", "specs/", "The app has functions and no specs.", "Write specs/*.spec.json: given, call, expect; \"mkt test\" runs them."));
        return findings;
    }
}
