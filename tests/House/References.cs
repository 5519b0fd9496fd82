namespace Marketplace.Tests.House;

/// <summary>Who may reference whom, and who alone may use which package.</summary>
internal static class References
{
    private const string Prefix = "Marketplace.";

    /// <summary>Assembly to the assemblies of ours that it may use. The host may use all.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Allowed = new Dictionary<string, string[]>
    {
        ["Marketplace.Domain"] = [],
        ["Marketplace.Contracts"] = ["Marketplace.Domain"],
        ["Marketplace.Sandbox"] = ["Marketplace.Domain"],
        ["Marketplace.Runner"] = ["Marketplace.Sandbox", "Marketplace.Domain"],
        ["Marketplace.Solver"] = ["Marketplace.Domain"],
        ["Marketplace.Storage"] = ["Marketplace.Domain"],
        ["Marketplace.Grains"] = ["Marketplace.Contracts", "Marketplace.Domain", "Marketplace.Sandbox", "Marketplace.Storage"],
        ["Marketplace.Views"] = ["Marketplace.Domain"],
        ["Marketplace.Api"] = ["Marketplace.Contracts", "Marketplace.Domain"],
        ["Marketplace.Web"] = ["Marketplace.Contracts", "Marketplace.Domain", "Marketplace.Views"],
        ["Marketplace.Host"] =
        [
            "Marketplace.Api", "Marketplace.Contracts", "Marketplace.Domain", "Marketplace.Grains", "Marketplace.Runner",
            "Marketplace.Sandbox", "Marketplace.Solver", "Marketplace.Storage", "Marketplace.Views", "Marketplace.Web",
        ],
        ["mkt"] = ["Marketplace.Domain", "Marketplace.Sandbox", "Marketplace.Views"],
        ["machine-simulator"] = [],
    };

    /// <summary>A package's assemblies (by how their names begin) to the assemblies of ours that may use them.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Quarantined = new Dictionary<string, string[]>
    {
        ["Jint"] = ["Marketplace.Sandbox"],
        ["Acornima"] = ["Marketplace.Sandbox"],
        ["MudBlazor"] = ["Marketplace.Views"],
        ["ZXing"] = ["Marketplace.Views"],
        ["zxing"] = ["Marketplace.Views"],
        ["MiniExcel"] = ["Marketplace.Views"],
        ["MiniExcelLibs"] = ["Marketplace.Views"],
        ["Npgsql"] = ["Marketplace.Storage"],
        ["Microsoft.Data.Sqlite"] = ["Marketplace.Storage"],
        ["SQLitePCL"] = ["Marketplace.Storage"],
        ["MQTTnet"] = ["Marketplace.Api", "machine-simulator"],
        ["OpenTelemetry"] = ["Marketplace.Host"],
        ["Scalar"] = ["Marketplace.Api"],
        ["QRCoder"] = ["Marketplace.Web"],
        ["Markdig"] = ["Marketplace.Web"],
        ["HtmlSanitizer"] = ["Marketplace.Web"],
        ["Ganss"] = ["Marketplace.Web"],
        ["Semver"] = ["Marketplace.Domain"],
        ["Cronos"] = ["Marketplace.Domain"],
        ["Sep"] = ["Marketplace.Grains"],
        ["ExcelDataReader"] = ["Marketplace.Grains"],
        ["SpreadCheetah"] = ["Marketplace.Api"],
        ["System.CommandLine"] = ["mkt"],
        ["Spectre.Console"] = ["mkt"],
        ["Newtonsoft"] = [],
        ["EntityFramework"] = [],
        ["Microsoft.EntityFrameworkCore"] = [],
        ["Dapper"] = [],
        ["AutoMapper"] = [],
        ["MediatR"] = [],
    };

    /// <summary>What an assembly uses and may not.</summary>
    public static IEnumerable<string> Broken(BuiltAssembly assembly)
    {
        foreach (var used in assembly.Uses)
        {
            var ours = used.StartsWith(Prefix, StringComparison.Ordinal) || Allowed.ContainsKey(used);
            if (ours && !Allowed[assembly.Name].Contains(used)) yield return $"{assembly.Name} uses {used}";
            foreach (var (package, users) in Quarantined)
                if (used.Split('.').Take(package.Split('.').Length).SequenceEqual(package.Split('.')) && !users.Contains(assembly.Name))
                    yield return $"{assembly.Name} uses {used}, which belongs to {(users.Length == 0 ? "nobody" : string.Join(", ", users))}";
        }
    }

    /// <summary>What a project file declares of ours and may not, whether or not the code uses it.</summary>
    public static IEnumerable<string> BrokenProject(string assembly, string projectFile)
    {
        foreach (System.Text.RegularExpressions.Match match in
            System.Text.RegularExpressions.Regex.Matches(projectFile, "ProjectReference Include=\"[^\"]*/([^/\"]+)\\.csproj\""))
        {
            var used = match.Groups[1].Value switch { "Mkt" => "mkt", "Machine" => "machine-simulator", var name => name };
            if (!Allowed[assembly].Contains(used) && !(assembly == "Marketplace.Host" && used == "machine-simulator"))
                yield return $"{assembly} declares {used}";
        }
    }
}
