using System.Globalization;
using System.Text.Json;
using Marketplace.Domain.Publishing;
using Marketplace.Domain.Schemas;
using Semver;

namespace Marketplace.Domain.Catalogue;

/// <summary>Reads <c>app.json</c>. Strict: what it does not know is an error, every error names file, line, pointer and remedy,
/// and one pass finds all of them.</summary>
public static class ManifestReader
{
    private const int MostBytes = 262_144;

    /// <summary>The manifest, or what is wrong with it.</summary>
    public static ManifestReading Read(ReadOnlySpan<byte> utf8, string file = "app.json") => Open(utf8.ToArray(), file).Reading;

    /// <summary>The reading together with the located file, for checks that need lines later.</summary>
    internal static (ManifestReading Reading, Located? Root) Open(ReadOnlyMemory<byte> utf8, string file)
    {
        var findings = new FindingList(file, "manifest");
        if (utf8.Length > MostBytes)
        {
            findings.Red(1, "", "range", $"The manifest has {utf8.Length:N0} bytes.", "Keep it within 256 KB; long texts belong in locales and README.md.");
            return (new(null, findings.All), null);
        }
        var (root, error) = LocatedReader.Read(utf8);
        if (root is null)
        {
            findings.Red(error!.Line, error.Pointer, error.Rule, error.Message, Remedy(error.Rule));
            return (new(null, findings.All), null);
        }
        var manifest = Whole(root, findings);
        return (new(findings.Broken ? null : manifest, findings.All), root);
    }

    private static string Remedy(string rule) => rule switch
    {
        "duplicateKey" => "Keep one of the two.",
        "text" => "Save the file as UTF-8 and write whole characters.",
        _ => "Correct the JSON at this line: quotes around names and text, commas between members, none after the last.",
    };

    private static Manifest Whole(Located root, FindingList findings)
    {
        var sheet = new Sheet(findings, root, "the manifest", ManifestKeys.Top);
        sheet.Text("$schema");
        var manifest = new Manifest
        {
            Id = Id(sheet, findings),
            Version = Version(sheet, findings),
            Name = sheet.LocaleKey("name", required: true),
            Summary = sheet.LocaleKey("summary", required: true),
            Description = sheet.LocaleKey("description"),
            Sectors = Slugs(sheet, "sectors", findings),
            Categories = Slugs(sheet, "categories", findings),
            Icon = sheet.Word("icon", ["icon.svg", "icon.png"]),
            Runtime = Runtime(sheet, findings),
            Entities = EntitySheets.Read(sheet, findings),
            Functions = FunctionSheets.Read(sheet, findings),
            Triggers = TriggerSheets.Read(sheet, findings),
            Views = Views(sheet, findings),
            Menu = Menu(sheet, findings),
            Roles = RoleNames(sheet, findings),
            Settings = sheet.Schema("settings"),
            Permissions = PermissionSheets.Permissions(sheet, findings),
            Egress = PermissionSheets.Egress(sheet, findings),
            Emits = ExchangeSheets.Emits(sheet, findings),
            Consumes = sheet.Texts("consumes"),
            Exposes = ExchangeSheets.Exposes(sheet, findings),
            Shares = ExchangeSheets.Shares(sheet, findings),
            Plans = ExchangeSheets.Plans(sheet, findings),
            Migrations = ExchangeSheets.Migrations(sheet, findings),
            Support = sheet.Text("support"),
        };
        manifest = manifest with { Consumes = [.. manifest.Consumes.Union(manifest.Triggers.Select(static one => one.Type).Where(static type => type.Length > 0), StringComparer.Ordinal)] };
        if (root.Kind == JsonValueKind.Object) ManifestCross.Check(manifest, root, findings);
        return manifest;
    }

    private static string Id(Sheet sheet, FindingList findings)
    {
        var id = sheet.Text("id", required: true);
        if (id.Length > 0 && !Keys.IsApp(id))
            findings.Red(sheet["id"]!, "id", $"\"{id}\" is no app id.",
                $"Write publisher/app, each 2 to 31 small letters, digits and hyphens, beginning with a letter{Lower(id)}.");
        return id;
    }

    private static string Lower(string id)
    {
        var proposal = id.Trim().ToLowerInvariant().Replace('_', '-').Replace(' ', '-');
        return Keys.IsApp(proposal) ? $": \"{proposal}\"" : "";
    }

    private static string Version(Sheet sheet, FindingList findings)
    {
        var version = sheet.Text("version", required: true);
        if (version.Length > 0 && !IsVersion(version))
            findings.Red(sheet["version"]!, "version", $"\"{version}\" is no version.",
                "Write MAJOR.MINOR.PATCH, such as \"1.0.0\", or with a pre-release such as \"1.0.0-rc.1\"; small letters, no build metadata (+…).");
        return version;
    }

    /// <summary>True for a semantic version as releases carry it.</summary>
    public static bool IsVersion(string text) =>
        text.Length <= 60 && SemVersion.TryParse(text, SemVersionStyles.Strict, out var version) && version is not null
        && version.Metadata.Length == 0 && text.All(c => !char.IsAsciiLetterUpper(c));

    private static IReadOnlyList<string> Slugs(Sheet sheet, string key, FindingList findings)
    {
        var words = sheet.Texts(key);
        for (var i = 0; i < words.Count; i++)
            if (!Keys.IsSlug(words[i]))
                findings.Red(sheet[key]!.Items[i], "value", $"\"{words[i]}\" is no word for \"{key}\".", "Use small letters, digits and hyphens.");
        return words;
    }

    private static RuntimeSpec Runtime(Sheet top, FindingList findings)
    {
        if (top["runtime"] is not { } node)
        {
            findings.Red(top.Node, "missingKey", "the manifest has no \"runtime\".", "Add \"runtime\": {\"compatibility\": \"2026-11-01\"}; the date pins behaviour.");
            return new(default, 0, 0, 0);
        }
        var sheet = new Sheet(findings, node, "\"runtime\"", ManifestKeys.Runtime);
        var text = sheet.Text("compatibility", required: true);
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && text.Length > 0)
            findings.Red(sheet["compatibility"]!, "value", $"\"{text}\" is no date.", "Write YYYY-MM-DD, such as \"2026-11-01\".");
        if (sheet["budget"] is not { } limits) return new(date, 0, 0, 0);
        var budget = new Sheet(findings, limits, "\"budget\"", ManifestKeys.Budget);
        var most = Invocations.Budget.Default;
        return new(date, (int)budget.Whole("cpuMs", 1, most.CpuMs, 0), (int)budget.Whole("memoryMb", 1, most.MemoryMb, 0),
            (int)budget.Whole("hostCalls", 0, most.HostCalls, 0));
    }

    private static Dictionary<string, string> Views(Sheet top, FindingList findings)
    {
        var views = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in top.Map("views"))
        {
            ManifestNames.Check(findings, member, "a view");
            if (member.Value.Kind == JsonValueKind.String && PackagePaths.IsView(member.Value.Text)) views[member.Name] = member.Value.Text;
            else findings.Red(member.Value, "value", $"The view \"{member.Name}\" names no file.", $"Write its path: \"views/{member.Name}.json\".");
        }
        return views;
    }

    private static List<MenuItem> Menu(Sheet top, FindingList findings)
    {
        var menu = new List<MenuItem>();
        foreach (var node in top.List("menu"))
        {
            var sheet = new Sheet(findings, node, "a menu item", ManifestKeys.Menu);
            menu.Add(new(sheet.Text("view", required: true), sheet.LocaleKey("label", required: true), sheet.Texts("roles")));
        }
        return menu;
    }

    private static IReadOnlyList<string> RoleNames(Sheet top, FindingList findings)
    {
        var roles = top.Texts("roles");
        for (var i = 0; i < roles.Count; i++)
            if (!ManifestNames.IsName(roles[i]))
                findings.Red(top["roles"]!.Items[i], "name", $"\"{roles[i]}\" is no name for a role.", $"Use \"{ManifestNames.Proposed(roles[i])}\".");
        return roles;
    }
}
