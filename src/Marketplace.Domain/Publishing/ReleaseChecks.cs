using Marketplace.Domain.Publishing.Checks;

namespace Marketplace.Domain.Publishing;

/// <summary>What the platform looks at before a person does: the same checks in <c>mkt check</c>, at publish and on the operator's
/// desk. Pure; admission of the script and the specs run in the kernel and come beside these.</summary>
public static class ReleaseChecks
{
    /// <summary>Everything found. A check that held says so in green; red stops the release, amber asks for the operator's eyes.</summary>
    /// <param name="package">The release.</param>
    /// <param name="previous">The highest version published before it, or null.</param>
    /// <param name="now">The time, against which the day that the app is written for is held.</param>
    /// <param name="otherApps">Ids of the apps that are published already.</param>
    public static IReadOnlyList<Finding> Run(Package package, Package? previous, DateTimeOffset now, IReadOnlyList<string> otherApps)
    {
        (string Rule, string Held, IReadOnlyList<Finding> Found)[] checks =
        [
            ("check.version", VersionCheck.Held(package, previous), VersionCheck.Run(package, previous)),
            ("check.compatibility", "It is written for a day whose behaviour is known.", CompatibilityCheck.Run(package, now)),
            ("check.calendar", "Its schedules come on days that are known.", CalendarCheck.Run(package, now)),
            ("check.permissions", "It asks for nothing that the version before did not ask for.", WideningCheck.Run(package, previous)),
            ("check.views", "Every view can be read, and names only what the manifest declares.", ViewCheck.Run(package)),
            ("check.locales", "Every word of the manifest and the views exists in zh-CN and en.", LocaleCheck.Run(package)),
            ("check.seed", "Every sample record fits its entity.", SeedCheck.Run(package)),
            ("check.secrets", "No keys, tokens or passwords were found.", SecretCheck.Run(package)),
            ("check.names", "No published app has a name that looks like this one.", NameCheck.Run(package, otherApps)),
            ("check.listing", "It has a README, an icon and specs.", ListingCheck.Run(package)),
        ];
        var findings = new List<Finding>();
        foreach (var (rule, held, found) in checks)
        {
            if (found.Count == 0) findings.Add(new() { Rule = rule, Severity = Severity.Green, Message = held });
            findings.AddRange(found);
        }
        return findings;
    }
}
