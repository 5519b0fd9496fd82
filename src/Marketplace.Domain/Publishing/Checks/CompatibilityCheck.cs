using System.Globalization;
using Marketplace.Domain.Catalogue;

namespace Marketplace.Domain.Publishing.Checks;

/// <summary>The day an app is written for is one whose behaviour is known: a day to come would change under it, a day before the first never was.</summary>
internal static class CompatibilityCheck
{
    private const string Pointer = "/runtime/compatibility";

    public static IReadOnlyList<Finding> Run(Package package, DateTimeOffset now)
    {
        var date = package.Manifest.Runtime.Compatibility;
        if (Compatibility.IsFuture(date, now))
            return [PackageLines.Red(package, Pointer, "compatibility.future", $"The app is written for {Text(date)}, which is still to come.", $"Write \"{Text(DateOnly.FromDateTime(now.UtcDateTime))}\", or the day you tested it on.")];
        if (date < Compatibility.First)
            return [PackageLines.Red(package, Pointer, "compatibility.early", $"The app is written for {Text(date)}; the first day there is a behaviour for is {Text(Compatibility.First)}.", $"Write \"{Text(Compatibility.Table[^1].Since)}\" or later.")];
        return [];
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
