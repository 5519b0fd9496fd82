using Xunit;

namespace Marketplace.Tests.House;

/// <summary>The reference table and the package quarantine, proved from the built assemblies.</summary>
public sealed class ReferenceRules
{
    private static IEnumerable<string> Projects =>
        Repository.Under(["src", "sdk"], ".csproj").Where(path => !path.StartsWith("sdk/templates/", StringComparison.Ordinal));

    [Fact]
    public void Built_assemblies_use_only_what_they_may()
    {
        None.Broke("an assembly uses what it may not", BuiltAssembly.Ours.SelectMany(References.Broken));
    }

    [Fact]
    public void Every_assembly_of_the_product_was_looked_at()
    {
        Assert.Equal(Projects.Select(AssemblyOf).Order(StringComparer.Ordinal), BuiltAssembly.Ours.Select(a => a.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Project_files_declare_only_what_they_may()
    {
        None.Broke("a project declares what it may not", Projects
            .SelectMany(path => References.BrokenProject(AssemblyOf(path), Repository.Read(path))));
    }

    [Theory]
    [InlineData("Marketplace.Api", "Marketplace.Grains")]
    [InlineData("Marketplace.Web", "MudBlazor")]
    [InlineData("Marketplace.Grains", "Jint")]
    [InlineData("Marketplace.Grains", "Npgsql")]
    [InlineData("Marketplace.Host", "Microsoft.EntityFrameworkCore.Sqlite")]
    [InlineData("mkt", "Marketplace.Storage")]
    public void Catches_a_wrong_reference(string assembly, string used) =>
        Assert.NotEmpty(References.Broken(new BuiltAssembly(assembly, ["System.Runtime", used])));

    [Fact]
    public void Catches_a_wrong_project_reference() =>
        Assert.NotEmpty(References.BrokenProject("Marketplace.Domain", "<ProjectReference Include=\"../X/Marketplace.Storage.csproj\" />"));

    [Fact]
    public void Reads_the_references_of_a_real_assembly() =>
        Assert.Contains("xunit.v3.core", BuiltAssembly.Read(typeof(ReferenceRules).Assembly.Location).Uses);

    private static string AssemblyOf(string project) => Path.GetFileNameWithoutExtension(project) switch
    {
        "Mkt" => "mkt",
        "Machine" => "machine-simulator",
        var name => name,
    };
}
