using Marketplace.Domain.Insight;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Jobs;
using Marketplace.Domain.Records;
using Marketplace.Domain.Schemas;

namespace Marketplace.Domain.Catalogue;

/// <summary>Whether the parts of a manifest that name each other exist.</summary>
internal static class ManifestCross
{
    public static void Check(Manifest manifest, Located root, FindingList findings)
    {
        var roles = Domain.Roles.All.Concat(manifest.Roles).Distinct(StringComparer.Ordinal).ToList();
        References(manifest, root, findings);
        Triggers(manifest, root, findings);
        foreach (var node in root["menu"]?.Items ?? [])
        {
            Known(node["view"], manifest.Views.Keys, "unknownView", "view", findings);
            Words(node["roles"], roles, findings);
        }
        foreach (var member in root["functions"]?.Members ?? [])
        {
            Words(member.Value["roles"], roles, findings);
            Words(member.Value["secondSigners"], roles, findings);
        }
        foreach (var member in root["exposes"]?.Members ?? [])
            Known(member.Value, manifest.Functions.Keys, "unknownFunction", "function", findings);
        Shares(manifest, root, findings);
        foreach (var node in root["permissions"]?.Items ?? [])
            if (node["scope"] is { Text.Length: > 0 } scope && AppRules.Fault(manifest, scope.Text) is { } fault)
                findings.Red(scope, "appFunction", fault, "Write read:app.function:auto.oee.monthOutput for a function that only reads, invoke:app.function:… for another.");
        foreach (var node in root["migrations"]?.Items ?? [])
            foreach (var key in new[] { "handler", "down" })
                if (node[key] is { Text.Length: > 0 } handler && !ManifestNames.IsName(handler.Text))
                    findings.Red(handler, "name", $"\"{handler.Text}\" is no name of an export.", "Name a function that main.js exports.");
    }

    private static void References(Manifest manifest, Located root, FindingList findings)
    {
        foreach (var (name, entity) in manifest.Entities)
            foreach (var field in entity.Fields.Values.Where(f => f.Type == FieldType.Reference))
                Known(root["entities"]?[name]?["fields"]?[field.Name]?["ref"], manifest.Entities.Keys, "unknownEntity", "entity", findings);
    }

    private static void Shares(Manifest manifest, Located root, FindingList findings)
    {
        foreach (var node in root["shares"]?.Items ?? [])
        {
            // A dataset whose name is no resource stands there to be read; no scope could name it, so it never leaves.
            if (node["dataset"] is not { Text.Length: > 0 } dataset || Scopes.Fault(ShareRules.Scope(dataset.Text)) is not null) continue;
            if (ShareRules.Purpose(manifest.Permissions.Select(static p => p.Scope), dataset.Text) is null or "")
                findings.Red(dataset, "permissionNeeded", $"Sharing {dataset.Text} needs a permission that names its purpose.",
                    $"Add {{\"scope\": \"{ShareRules.Scope(dataset.Text)}:purpose=index\", \"purpose\": {{…}}, \"required\": false}} to \"permissions\".");
            if (Indicator.Of(dataset.Text) is not { } indicator) continue;
            foreach (var field in new[] { Indicator.Month, indicator.Part, indicator.Whole })
                if (node["fields"]?.Items.Any(item => item.Text == field) != true)
                    findings.Red(node["fields"] ?? dataset, "shareField", $"{dataset.Text} is computed from {Indicator.Month}, {indicator.Part} and {indicator.Whole}.", $"Add \"{field}\" to \"fields\".");
        }
    }

    private static void Triggers(Manifest manifest, Located root, FindingList findings)
    {
        HashSet<(string, string)> windows = [];
        foreach (var node in root["triggers"]?.Items ?? [])
        {
            if (node["window"] is { } window && !windows.Add((node["series"]?.Text ?? "", node["function"]?.Text ?? "")))
                findings.Red(window, "window", "This function has a window over this series already.", "Give the other window a function of its own.");
            Known(node["function"], manifest.Functions.Keys, "unknownFunction", "function", findings);
            Known(node["entity"], manifest.Entities.Keys, "unknownEntity", "entity", findings);
            if (node["field"] is { } field && manifest.Entities.TryGetValue(node["entity"]?.Text ?? "", out var entity))
                Known(field, entity.Fields.Keys, "unknownField", "field", findings);
            if (node["on"]?.Text == "device" && !Scopes.Covers(manifest.Permissions.Select(p => p.Scope), Scopes.DeviceTopic))
                findings.Red(node, "permissionNeeded", "A trigger on a device needs the permission subscribe:device.topic.",
                    $"Add {{\"scope\": \"{Scopes.DeviceTopic}\", \"purpose\": {{…}}}} to \"permissions\".");
            if (node["on"]?.Text == Causes.Event && node["type"] is { Text.Length: > 0 } type) Heard(manifest, type, findings);
        }
    }

    private static void Heard(Manifest manifest, Located type, FindingList findings)
    {
        var needs = EventRules.Needs(manifest.Id, type.Text);
        if (needs.Length > 0 && !Scopes.Covers(manifest.Permissions.Select(static p => p.Scope), needs))
            findings.Red(type, "permissionNeeded", $"Hearing another app's events needs the permission {needs}.",
                $"Add {{\"scope\": \"{needs}\", \"purpose\": {{…}}}} to \"permissions\".");
    }

    private static void Known(Located? node, IEnumerable<string> known, string rule, string what, FindingList findings)
    {
        if (node is not { Text.Length: > 0 } || known.Contains(node.Text)) return;
        findings.Red(node, rule, $"\"{node.Text}\" is no {what} of this app.", Remedies.Instead(node.Text, known));
    }

    private static void Words(Located? node, List<string> roles, FindingList findings)
    {
        foreach (var item in node?.Items ?? [])
            Known(item, roles, "unknownRole", "role", findings);
    }
}
