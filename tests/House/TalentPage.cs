using System.Text;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Talent;
using Xunit;

namespace Marketplace.Tests.House;

/// <summary>The drawings in docs/talent.md are those of the tables.</summary>
public sealed class TalentPage
{
    private const string Page = "docs/talent.md", Begin = "<!-- tables -->\n", End = "<!-- end of tables -->";

    [Fact]
    public void The_drawings_are_of_the_tables()
    {
        var page = Repository.Read(Page);
        var (from, until) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        Assert.True(from >= Begin.Length && until >= from, $"{Page} has no place for the tables");
        Printed.Holds(Page, page[..from] + Drawn() + page[until..]);
    }

    private static string Drawn()
    {
        var drawn = new StringBuilder();
        foreach (var table in TalentTables.All)
        {
            drawn.Append('\n').Append("### ").Append(table.Collection).Append("\n\n```mermaid\nstateDiagram-v2\n");
            foreach (var way in table.Transitions.SelectMany(static one => one.To.Select(to => (one.From, To: to, Word: $"{one.Command} ({string.Join(", ", one.By)})"))).GroupBy(static one => (one.From, one.To)))
                drawn.Append("  ").Append(way.Key.From == StateTable.None ? "[*]" : way.Key.From).Append(" --> ").Append(way.Key.To).Append(" : ").AppendJoin("; ", way.Select(static one => one.Word)).Append('\n');
            foreach (var state in table.States.Where(table.Ends)) drawn.Append("  ").Append(state).Append(" --> [*]\n");
            drawn.Append("```\n");
        }
        return drawn.Append('\n').ToString();
    }
}
