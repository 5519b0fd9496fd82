using System.Text;
using System.Text.Json;
using Marketplace.Domain.Solving;
using Marketplace.Solver;
using Xunit;

namespace Marketplace.Tests.Unit.Solving;

/// <summary>A request that is wrong is refused with its place, never worked on and never a crash.</summary>
public sealed class SolverRequestTests
{
    private const string Good = """
        {"seconds":1,"steps":5,"routing":{"points":[{"x":0,"y":0},{"x":1,"y":0}],
         "vehicles":[{"id":"van","count":1,"start":0,"end":0,"capacity":[5],"latest":100}],
         "consignments":[{"id":"a","pickup":{"place":0,"latest":50},"delivery":{"place":1,"latest":60},"load":[1]}]}}
        """;

    [Fact]
    public void A_good_one_is_answered() => Assert.Null(Ask(Good).Refusal);

    [Theory]
    [InlineData("", "")]
    [InlineData("null", "")]
    [InlineData("{", "$")]
    [InlineData("""{"seconds":1}""", "")]
    [InlineData("""{"seconds":0,"assignment":{"costs":[[1]]}}""", "seconds")]
    [InlineData("""{"seconds":1,"seconds":2,"assignment":{"costs":[[1]]}}""", "$")]
    [InlineData("""{"seconds":1,"sceonds":2,"assignment":{"costs":[[1]]}}""", "$.sceonds")]
    [InlineData("""{"seconds":1,"assignment":{"costs":[[1,2],[3]]}}""", "assignment.costs[1]")]
    [InlineData("""{"seconds":1,"assignment":{"costs":[[1],[3]]}}""", "assignment.costs")]
    [InlineData("""{"seconds":1,"assignment":{"costs":[null]}}""", "assignment.costs")]
    public void A_wrong_one_is_refused(string request, string at) => Assert.StartsWith(at, Ask(request).Refusal?.At);

    [Theory]
    [InlineData("\"place\":1", "\"place\":2", "routing.consignments[0]")]
    [InlineData("\"load\":[1]", "\"load\":[1,2]", "routing.consignments[0]")]
    [InlineData("\"load\":[1]", "\"load\":[-1]", "routing.consignments[0]")]
    [InlineData("\"latest\":60", "\"latest\":-1", "routing.consignments[0]")]
    [InlineData("\"latest\":60", "\"latest\":1e300", "routing.consignments[0]")]
    [InlineData("\"load\":[1]", "\"load\":[1],\"price\":2}],\"fewestVehiclesFirst\":true,\"apart\":[{\"one\":\"a\",\"other\":\"b\"", "routing.consignments")]
    [InlineData("\"count\":1", "\"count\":0", "routing.vehicles")]
    [InlineData("\"count\":1", "\"count\":2000000000", "routing.vehicles")]
    [InlineData("\"start\":0", "\"start\":-1", "routing.vehicles[0]")]
    [InlineData("\"capacity\":[5]", "\"capacity\":[]", "routing.vehicles[0].capacity")]
    [InlineData("\"x\":1", "\"x\":1e12", "routing.points")]
    [InlineData("{\"x\":1,\"y\":0}", "null", "routing")]
    [InlineData("\"load\":[1]", "\"load\":[1],\"needs\":[null]", "routing")]
    [InlineData("\"latest\":100", "\"latest\":100,\"has\":null", "$")]
    public void What_is_wrong_in_a_problem_is_refused_with_its_place(string right, string wrong, string at)
    {
        Assert.Contains(right, Good);
        Assert.StartsWith(at, Ask(Good.Replace(right, wrong)).Refusal?.At);
    }

    private static SolverAnswer Ask(string request)
    {
        using var output = new MemoryStream();
        Serving.Answer(new MemoryStream(Encoding.UTF8.GetBytes(request)), output);
        var last = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        return JsonSerializer.Deserialize(last, SolvingJson.Default.SolverAnswer)!;
    }
}
