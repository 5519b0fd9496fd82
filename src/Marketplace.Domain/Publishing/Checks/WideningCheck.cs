using Marketplace.Domain.Catalogue;

namespace Marketplace.Domain.Publishing.Checks;

/// <summary>Shows the operator, and later the firm, what a version asks beyond the one before it.</summary>
internal static class WideningCheck
{
    private const string Remedy = "Nothing, if it is meant: every firm is asked again before it upgrades.";

    public static IReadOnlyList<Finding> Run(Package package, Package? previous)
    {
        if (previous is null) return [];
        var findings = new List<Finding>();
        Manifest before = previous.Manifest, after = package.Manifest;
        for (var i = 0; i < after.Permissions.Count; i++)
        {
            var permission = after.Permissions[i];
            var known = before.Permissions.FirstOrDefault(p => p.Scope == permission.Scope);
            if (known is null) Add(package, findings, $"/permissions/{i}", $"This version asks for {permission.Scope}; {previous.Manifest.Version} did not.");
            else if (permission.Cap > known.Cap) Add(package, findings, $"/permissions/{i}", $"The cap of {permission.Scope} rises from {known.Cap} to {permission.Cap} micro-yuan.");
            else if (permission.Required && !known.Required) Add(package, findings, $"/permissions/{i}", $"{permission.Scope} can no longer be declined.");
        }
        for (var i = 0; i < after.Egress.Count; i++)
            if (before.Egress.All(e => e.Host != after.Egress[i].Host)) Add(package, findings, $"/egress/{i}", $"This version talks to {after.Egress[i].Host}.");
        for (var i = 0; i < after.Shares.Count; i++)
        {
            var known = before.Shares.FirstOrDefault(s => s.Dataset == after.Shares[i].Dataset);
            if (known is null || after.Shares[i].Fields.Except(known.Fields).Any()) Add(package, findings, $"/shares/{i}", $"More leaves the firm: {after.Shares[i].Dataset}.");
        }
        return findings;
    }

    private static void Add(Package package, List<Finding> findings, string pointer, string message) =>
        findings.Add(PackageLines.Amber(package, pointer, "permission.widened", message, Remedy));
}
