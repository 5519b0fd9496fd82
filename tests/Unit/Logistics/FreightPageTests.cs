using System.Text;
using Marketplace.Domain.Logistics;
using Xunit;

namespace Marketplace.Tests.Unit.Logistics;

/// <summary>The page shows the tables as they are. With <c>PRINT=1</c> it is written anew.</summary>
public sealed class FreightPageTests
{
    private const string Begins = "<!-- states -->\n", Ends = "<!-- /states -->";

    [Fact]
    public void The_page_shows_the_tables()
    {
        var path = Path.Combine(Repository.Root, "docs", "logistics.md");
        var page = File.ReadAllText(path);
        var (from, until) = (page.IndexOf(Begins, StringComparison.Ordinal) + Begins.Length, page.IndexOf(Ends, StringComparison.Ordinal));
        var fresh = page[..from] + Tables() + page[until..];
        if (Environment.GetEnvironmentVariable("PRINT") == "1") File.WriteAllText(path, fresh);
        Assert.Equal(fresh, File.ReadAllText(path));
    }

    private static string Tables()
    {
        var text = new StringBuilder();
        foreach (var table in new LogisticsService().Tables)
        {
            text.Append('\n').Append("### ").Append(table.Collection).Append("\n| from | command | to | by |\n|---|---|---|---|\n");
            foreach (var one in table.Transitions)
                text.Append("| ").Append(one.From.Length == 0 ? "–" : one.From).Append(" | ").Append(one.Command).Append(" | ").AppendJoin(", ", one.To).Append(" | ").AppendJoin(", ", one.By).Append(" |\n");
        }
        return text.ToString();
    }
}
