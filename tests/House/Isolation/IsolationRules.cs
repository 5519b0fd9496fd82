using Marketplace.Tests.Isolation;
using Xunit;

namespace Marketplace.Tests.House;

/// <summary>Every route and every grain method has a reviewed row that says what its own firm, another firm, another brain, nobody and a
/// person who was removed may expect of it. The Api and the Cluster lane then call each of them.</summary>
public sealed class IsolationRules(ITestOutputHelper output)
{
    private const string Routes = "tests/Api/Isolation/routes.tsv", Methods = "tests/Cluster/Isolation/methods.tsv";

    [Fact]
    public async Task Every_route_has_a_row()
    {
        var there = await Surface.Routes();
        output.WriteLine($"{there.Count} routes");
        Assert.NotEmpty(there);
        None.Broke($"{Routes} is out of date", Broken(Routes, there));
    }

    [Fact]
    public void Every_grain_method_has_a_row()
    {
        var there = Surface.Methods();
        output.WriteLine($"{there.Count} grain methods");
        Assert.NotEmpty(there);
        None.Broke($"{Methods} is out of date", Broken(Methods, there));
    }

    [Fact]
    public async Task Catches_a_route_without_a_row_and_a_row_without_a_route()
    {
        var (there, sheet) = (await Surface.Routes(), Sheet.Read(Repository.Read(Routes)));
        Assert.Contains(sheet.Against([.. there, "GET /api/v1/secrets"]), static m => m.Contains("GET /api/v1/secrets has no row", StringComparison.Ordinal));
        Assert.Contains(sheet.Against([.. there.Except(["GET /api/v1/usage"])]), static m => m.Contains("GET /api/v1/usage has a row", StringComparison.Ordinal));
    }

    [Fact]
    public void Catches_a_method_without_a_row_a_blank_and_a_double()
    {
        const string text = "method\town\nIA.One\tok\nIA.Two\t \nIA.One\tok\n";
        Assert.Equal(["IA.Three has no row: say what each of the callers may expect of it", "IA.One has 2 rows"], Sheet.Read(text).Against(["IA.One", "IA.Two", "IA.Three"]));
        Assert.Equal(["IA.Two: nothing under own"], Sheet.Read(text).Blanks());
        Assert.Throws<InvalidDataException>(static () => Sheet.Read("method\town\nIA.One\n"));
    }

    private static IEnumerable<string> Broken(string file, IReadOnlyCollection<string> there)
    {
        var sheet = Sheet.Read(Repository.Read(file));
        return sheet.Against(there).Concat(sheet.Blanks());
    }
}
