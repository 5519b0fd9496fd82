using System.Text;
using System.Text.Json;
using Bunit;
using Marketplace.Domain.Views;
using Marketplace.Views;
using Marketplace.Views.Apps;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Tests.Unit.Views;

public sealed class AppViewTests : IDisposable
{
    private const string Table = """
        {
          "type": "table", "title": "t", "source": { "entity": "recipe" },
          "columns": [ {"field":"code"}, {"field":"status","format":"state"}, {"field":"machine","reference":{"entity":"machine","display":"code"}}, {"field":"price"} ],
          "filters": ["status"],
          "rowColor": [ {"when":"status == 'approved'","color":"green"} ],
          "actions": [ {"function":"approve","label":"act.approve","when":"status == 'draft'","input":{"id":"$row.id"}} ]
        }
        """;

    private readonly BunitContext _page = new();

    public AppViewTests()
    {
        var words = new Words("zh-CN", Words.Book(typeof(Words).Assembly, "zh-CN"));
        _page.Services.AddSingleton(words).AddSingleton(new Figures(words, TimeProvider.System)).AddSingleton<AntiforgeryStateProvider, NoToken>();
    }

    public void Dispose() => _page.Dispose();

    [Fact]
    public void Shows_rows_in_the_apps_words_with_references_by_name_and_money_in_yuan()
    {
        var shown = Draw(Table, Recipes("leader"));
        Assert.Equal(["编号", "状态", "machine", "price"], shown.FindAll("thead th").Take(4).Select(h => h.TextContent.Trim()));
        Assert.Equal(["CC-1", "已批准", "M-01", "¥1,234.50"], shown.FindAll("tbody tr")[0].QuerySelectorAll("td").Take(4).Select(c => c.TextContent.Trim()));
    }

    [Fact]
    public void Colours_only_the_column_that_the_rule_speaks_of()
    {
        var row = Draw(Table, Recipes("leader")).FindAll("tbody tr")[0];
        Assert.Equal("green", row.ClassName);
        Assert.Single(row.QuerySelectorAll(".k-badge.green"));
        Assert.Equal("已批准", row.QuerySelector(".k-badge.green")!.TextContent.Trim());
    }

    [Fact]
    public void Offers_an_action_only_where_its_condition_and_the_persons_role_allow_it()
    {
        var rows = Draw(Table, Recipes("leader")).FindAll("tbody tr");
        Assert.Null(rows[0].QuerySelector("form"));
        Assert.Equal("""{"id":"r2"}""", rows[1].QuerySelector("input[name=input]")!.GetAttribute("value"));
        Assert.Empty(Draw(Table, Recipes("worker")).FindAll("form[method=post]"));
    }

    [Fact]
    public void Writes_what_people_typed_as_text_and_never_as_markup()
    {
        var shown = Draw(Table, new PaperApp("leader").With("recipe", """{"id":"r1","code":"<script>alert(1)</script>","status":"draft"}"""));
        Assert.Empty(shown.FindAll("tbody script"));
        Assert.Contains("<script>alert(1)</script>", shown.Find("tbody td").TextContent);
    }

    [Fact]
    public void Carries_filters_and_order_of_the_address_into_the_query()
    {
        var app = Recipes("leader");
        Draw(Table, app, ("f.status", "draft"), ("sort", "-code"));
        Assert.Equal("""{"status":"draft"}""", app.Asked!.Where.GetRawText());
        Assert.Equal(["-code"], app.Asked.OrderBy);
    }

    [Fact]
    public void Says_what_an_empty_table_will_show() =>
        Assert.Contains("还没有记录", Draw(Table, new PaperApp("leader")).Markup);

    [Fact]
    public void Tells_the_scan_script_who_may_release_and_nothing_that_decides()
    {
        const string scan = """
            {
              "type": "scan", "title": "t", "function": "onScan", "scanInput": "code",
              "place": {"entity":"machine","value":"code","label":"name","input":"machine"},
              "answer": {"field":"answer","green":"green","red":"red","state":"state","reason":"reason","parameters":"parameters"},
              "next": [ {"function":"release","label":"act.release","when":"answer == 'red'","input":{"job":"$result.job"}}, {"function":"approve","label":"act.approve"} ]
            }
            """;
        var shown = Draw(scan, Recipes("worker"));
        var told = JsonSerializer.Deserialize<JsonElement>(shown.Find("#scan").GetAttribute("data-scan")!);
        var act = Assert.Single(told.GetProperty("next").EnumerateArray());
        Assert.Equal(("release", true, "班组长或负责人"), (act.GetProperty("function").GetString(), act.GetProperty("second").GetBoolean(), act.GetProperty("signers").GetString()));
        Assert.Equal(["", "M-01"], shown.FindAll("#scan-place option").Select(o => o.GetAttribute("value")));
        Assert.Equal("scan-code", shown.Find("form input").Id);
    }

    [Fact]
    public void A_form_of_a_function_lets_a_person_choose_a_record_by_its_name()
    {
        var shown = Draw("""{ "type": "form", "title": "t", "function": "approve", "fields": [{ "field": "machine", "label": "entity.machine", "reference": { "entity": "machine", "display": "name" }, "required": true }] }""", Recipes("leader"));
        Assert.Equal([("", "请选择"), ("m1", "加工中心")], shown.FindAll("select[name='v.machine'] option").Select(o => (o.GetAttribute("value"), o.TextContent)));
        Assert.NotNull(shown.Find("select[name='v.machine']").GetAttribute("required"));
    }

    [Fact]
    public void Tells_the_scan_script_what_a_step_asks_for_with_its_choices_in_words()
    {
        const string scan = """
            {
              "type": "scan", "title": "t", "function": "onScan", "scanInput": "code",
              "place": {"entity":"machine","value":"code","label":"name","input":"machine"},
              "answer": {"field":"answer","green":"green","red":"red"},
              "next": [ {"function":"judge","label":"act.approve","fields":[{"name":"status","label":"field.status","type":"choice"},{"name":"pieces","label":"field.code","type":"integer","required":true}]} ]
            }
            """;
        var told = JsonSerializer.Deserialize<JsonElement>(Draw(scan, Recipes("worker")).Find("#scan").GetAttribute("data-scan")!).GetProperty("next")[0].GetProperty("fields");
        Assert.Equal("""[["draft","草稿"],["approved","已批准"]]""", JsonSerializer.Serialize(told[0].GetProperty("options"), new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Equal(("integer", true, 0), (told[1].GetProperty("type").GetString(), told[1].GetProperty("required").GetBoolean(), told[1].GetProperty("options").GetArrayLength()));
    }

    [Fact]
    public void Keeps_the_scan_scripts_under_their_budget() =>
        Assert.InRange(KitAssets.Bytes("scan.js").Length + KitAssets.Bytes("expression.js").Length, 10_000, 60_000);

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("-12.5", "-12.5")]
    [InlineData("-x", "'-x")]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    public void Escapes_cells_that_a_spreadsheet_would_run(string cell, string written) => Assert.Equal(written, CsvText.Cell(cell));

    private static PaperApp Recipes(string role) => new PaperApp(role)
        .With("recipe",
            """{"id":"r1","code":"CC-1","status":"approved","machine":"m1","price":1234500000}""",
            """{"id":"r2","code":"CC-2","status":"draft","machine":"m1","price":0}""")
        .With("machine", """{"id":"m1","code":"M-01","name":"加工中心"}""");

    private IRenderedComponent<AppView> Draw(string view, PaperApp app, params (string Key, string Value)[] query)
    {
        var reading = ViewReader.Read(Encoding.UTF8.GetBytes(view), "views/a.json");
        Assert.Empty(reading.Findings);
        return _page.Render<AppView>(p => p.Add(v => v.View, reading.View!).Add(v => v.Name, "a").Add(v => v.Source, app)
            .Add(v => v.Paths, ViewEndpoints.Paths("demo/paper")).Add(v => v.Query, query.ToDictionary(q => q.Key, q => q.Value)));
    }

    private sealed class NoToken : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }
}
