namespace Marketplace.Domain.Catalogue;

/// <summary>Reads <c>permissions</c> and <c>egress</c>: what an app asks of the firm, each with its reason.</summary>
internal static class PermissionSheets
{
    public static List<PermissionSpec> Permissions(Sheet top, FindingList findings)
    {
        var list = new List<PermissionSpec>();
        foreach (var node in top.List("permissions"))
        {
            var scope = node["scope"]?.Text ?? "";
            var sheet = new Sheet(findings, node, scope.Length > 0 ? $"the permission \"{scope}\"" : "a permission", ManifestKeys.Permission);
            sheet.Text("scope", required: true);
            if (scope.Length > 0 && Scopes.Fault(scope) is { } fault)
                findings.Red(sheet["scope"]!, "scope", $"\"{scope}\" is no permission.", fault);
            if (list.Any(p => p.Scope == scope))
                findings.Red(node, "duplicate", $"The permission \"{scope}\" stands twice.", "Remove one of them.");
            var spends = scope.StartsWith("spend:", StringComparison.Ordinal);
            if (spends && sheet["cap"] is null)
                findings.Red(node, "cap", $"\"{scope}\" spends money and has no cap.", "Add \"cap\": the most per month in micro-yuan (1 yuan = 1000000).");
            if (!spends && sheet["cap"] is { } cap)
                findings.Red(cap, "cap", $"\"{scope}\" spends nothing, so a cap means nothing.", "Remove \"cap\".");
            list.Add(new(scope, sheet.Purpose("purpose"), sheet.Flag("required", otherwise: true), sheet.Whole("cap", 1, 1_000_000_000_000_000, 0)));
        }
        return list;
    }

    public static List<EgressSpec> Egress(Sheet top, FindingList findings)
    {
        var list = new List<EgressSpec>();
        foreach (var node in top.List("egress"))
        {
            var sheet = new Sheet(findings, node, "an egress host", ManifestKeys.Egress);
            var host = sheet.Text("host", required: true);
            if (host.Length > 0 && !IsHost(host))
                findings.Red(sheet["host"]!, "value", $"\"{host}\" is no public host name.",
                    "Write a host name in small letters such as \"api.example.com\": no scheme, port, path, wildcard or address.");
            list.Add(new(host, sheet.Purpose("purpose")));
        }
        return list;
    }

    private static bool IsHost(string host) =>
        host.Length <= 253 && host.Contains('.', StringComparison.Ordinal) && Uri.CheckHostName(host) == UriHostNameType.Dns
        && host.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-')
        && !host.EndsWith(".local", StringComparison.Ordinal) && !host.EndsWith(".localhost", StringComparison.Ordinal)
        && !host.EndsWith(".internal", StringComparison.Ordinal);
}
