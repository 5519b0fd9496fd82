using System.Text;
using System.Text.Json;
using Bunit;
using Marketplace.Domain.Publishing;
using Marketplace.Domain.Views;
using Marketplace.Views;
using Marketplace.Views.Apps;
using Marketplace.Views.Charts;
using Marketplace.Views.Paper;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using MiniExcelLibs;
using Xunit;
using ZXing;

namespace Marketplace.Tests.Unit.Views;

/// <summary>Boards, charts, dashboards and papers as they are drawn.</summary>
public sealed class WorkViewTests : IDisposable
{
    private readonly BunitContext _page = new();

    public WorkViewTests()
    {
        var words = new Words("zh-CN", Words.Book(typeof(Words).Assembly, "zh-CN"));
        _page.Services.AddSingleton(words).AddSingleton(new Figures(words, TimeProvider.System)).AddSingleton<AntiforgeryStateProvider, NoToken>();
    }

    public void Dispose() => _page.Dispose();

    [Fact]
    public void A_board_has_a_column_for_each_choice_with_its_count_and_leaves_no_card_out()
    {
        var shown = Draw("""
            { "type": "board", "title": "t", "source": { "entity": "recipe" }, "column": "status", "columns": ["draft"],
              "card": [{ "field": "code" }, { "field": "price" }], "rowColor": [{ "when": "price > 0", "color": "amber" }], "detail": "one",
              "actions": [{ "function": "approve", "label": "act.approve", "when": "status == 'draft'", "input": { "id": "$row.id" } }] }
            """, Recipes());
        Assert.Equal(["草稿 1", "其他 1"], shown.FindAll(".v-column h2").Select(h => h.TextContent.Trim()));
        Assert.Equal("""{"id":"r2"}""", Assert.Single(shown.FindAll("form[method=post] input[name=input]")).GetAttribute("value"));
        Assert.Equal("v-card amber", shown.FindAll(".v-card")[1].ClassName!.Trim());
        Assert.EndsWith("/one?id=r2", shown.Find(".v-card h3 a").GetAttribute("href"));
        Assert.Contains("#column-2", shown.FindAll(".v-jump a")[1].GetAttribute("href"));
    }

    [Fact]
    public void A_chart_says_its_numbers_to_those_who_do_not_see_it()
    {
        var shown = Draw("""
            { "type": "chart", "title": "t", "kind": "bar", "source": { "entity": "recipe", "groupBy": ["status"], "sum": ["price"], "orderBy": ["-sum.price"] },
              "x": { "field": "group.status" }, "series": [{ "field": "sum.price", "label": "field.code" }] }
            """, Recipes().With("groups", """{"group":{"status":"draft"},"count":1,"sum":{"price":2000000}}""", """{"group":{"status":"approved"},"count":2,"sum":{"price":5000000}}"""));
        var drawing = shown.Find("svg.wide");
        Assert.Equal(("img", "工艺"), (drawing.GetAttribute("role"), drawing.QuerySelector("title")!.TextContent));
        Assert.Equal("编号：从 ¥2.00 到 ¥5.00。", drawing.QuerySelector("desc")!.TextContent);
        Assert.Equal(["已批准¥5.00", "草稿¥2.00"], shown.FindAll("details tbody tr").Select(r => string.Concat(r.Children.Select(c => c.TextContent))));
        Assert.Equal(2, shown.FindAll("svg.wide rect.c-bar").Count);
    }

    [Fact]
    public void A_control_chart_marks_the_point_and_names_the_rule_in_words()
    {
        var values = Enumerable.Range(0, 20).Select(i => i == 12 ? 20 : i % 2).Select((v, i) => $$"""{"id":"{{i}}","n":{{i}},"v":{{v}}}""").ToArray();
        var shown = Draw("""{ "type": "chart", "title": "t", "kind": "control", "source": { "entity": "s" }, "x": { "field": "n" }, "series": [{ "field": "v" }], "control": { "rules": [1] } }""", new PaperApp().With("s", values));
        Assert.Single(shown.FindAll("svg.wide .c-out"));
        Assert.Contains("准则 1：超出控制限", Assert.Single(shown.FindAll(".v-signals li")).TextContent);
        Assert.Equal(6, shown.FindAll("svg.wide rect[class^='c-zone']").Count);
        Assert.Contains("不足 25 个点", shown.Markup);
    }

    [Fact]
    public void A_gauge_rests_at_its_end_and_says_the_number_and_the_word()
    {
        var shown = Draw("""
            { "type": "chart", "title": "t", "kind": "gauge", "format": "percent", "source": { "entity": "recipe", "sum": ["price"] }, "series": [{ "field": "x", "value": "sum.price / 2" }],
              "gauge": { "min": 0, "max": 1, "bands": [{ "to": 0.5, "color": "red" }, { "to": 1, "color": "green" }] } }
            """, Recipes().With("groups", """{"count":2,"sum":{"price":3}}"""));
        Assert.Equal("150%", shown.Find("text.c-value").TextContent);
        Assert.Equal("正常", shown.Find(".v-band .k-badge").TextContent.Trim());
    }

    [Fact]
    public void A_dashboard_shows_numbers_with_unit_and_word_and_other_views_in_short()
    {
        var app = Recipes().With("groups", """{"count":2,"sum":{"price":3}}""");
        app.Views["list"] = ViewReader.Read("""{ "type": "table", "title": "t", "source": { "entity": "recipe" }, "columns": [{ "field": "code" }] }"""u8, "views/list.json").View!;
        var shown = Draw("""
            { "type": "dashboard", "title": "t", "tiles": [
              { "title": "field.code", "number": { "source": { "entity": "recipe", "count": true }, "value": "count * 1000", "unit": "act.approve", "color": [{ "when": "value > 1", "color": "red", "label": "state.draft" }] }, "opens": "list" },
              { "view": "list", "rows": 1 } ] }
            """, app);
        Assert.Equal(("2,000", "批准", "草稿"), (shown.Find(".v-number strong").TextContent, shown.Find(".v-number .unit").TextContent, shown.Find(".v-number .k-badge").TextContent.Trim()));
        Assert.Single(shown.FindAll("tbody tr"));
        Assert.Equal(["/apps/demo/paper/list", "/apps/demo/paper/list"], shown.FindAll(".v-tile h2 a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public void A_page_for_paper_has_fields_rows_totals_and_lines_to_sign()
    {
        var app = Recipes().With("line", """{"id":"l1","q":3,"p":1500000}""", """{"id":"l2","q":2,"p":1000000}""");
        var shown = Draw("""
            { "type": "print", "title": "t", "entity": "recipe", "fields": [{ "field": "code" }, { "field": "machine", "reference": { "entity": "machine", "display": "code" } }],
              "sections": [{ "source": { "entity": "line", "where": { "recipe": "$row.id" } }, "columns": [{ "field": "q", "label": "t" }, { "field": "a", "label": "t", "value": "q * p", "format": "money" }],
                "totals": [{ "label": "t", "value": "sum.a - record.price", "format": "money" }], "breakBefore": true }],
              "signatures": [{ "label": "act.approve" }] }
            """, app, ("id", "r1"));
        Assert.Equal("v-sheet a4", shown.Find("article").ClassName);
        Assert.Equal(["CC-1", "M-01"], shown.FindAll(".v-facts dd").Select(d => d.TextContent.Trim()));
        Assert.Equal(["¥4.50", "¥2.00"], shown.FindAll(".v-rows tbody tr").Select(r => r.LastElementChild!.TextContent.Trim()));
        Assert.Equal("−¥1,226.00", shown.Find(".v-totals dd").TextContent);
        Assert.NotNull(shown.Find(".v-rows.break"));
        Assert.Contains("批准", shown.Find(".v-signs").TextContent);
        Assert.Contains("先选一条记录", Draw("""{ "type": "print", "title": "t", "entity": "recipe", "fields": [{ "field": "code" }] }""", app).Markup);
    }

    [Fact]
    public void Labels_are_those_of_the_record_that_was_chosen()
    {
        const string labels = """{ "type": "print", "title": "t", "paper": "label-60x40", "entity": "recipe", "each": { "entity": "recipe", "where": { "machine": "$row.machine" } }, "fields": [{ "field": "code" }, { "field": "nothing" }] }""";
        var app = Recipes();
        Assert.Equal(["CC-1", "CC-2"], Draw(labels, app, ("id", "r1")).FindAll("article dd").Select(d => d.TextContent.Trim()));
        Assert.Equal("""{"machine":"m1"}""", app.Asked!.Where.GetRawText());
        Assert.Contains("先选一条记录", Draw(labels, app).Markup);
    }

    [Theory]
    [InlineData("code128", "WO-1001/A b~", BarcodeFormat.CODE_128, "WO-1001/A b~")]
    [InlineData("code128", "1234567890", BarcodeFormat.CODE_128, "1234567890")]
    [InlineData("gs1-128", "(00)069012340000000016", BarcodeFormat.CODE_128, "]C100069012340000000016")]
    [InlineData("gs1-128", "(01)06901234567892(10)A1(37)200", BarcodeFormat.CODE_128, "]C1010690123456789210A1\u001D37200")]
    [InlineData("qr", "https://id.gs1.org/01/06901234567892?名称=曲轴箱", BarcodeFormat.QR_CODE, "https://id.gs1.org/01/06901234567892?名称=曲轴箱")]
    [InlineData("datamatrix", "M-01 Ø25.4", BarcodeFormat.DATA_MATRIX, "M-01 Ø25.4")]
    [InlineData("gs1-datamatrix", "(01)06901234567892(10)A1(21)7", BarcodeFormat.DATA_MATRIX, "\u001D010690123456789210A1\u001D217")]
    public void A_scanner_reads_from_the_drawing_what_was_drawn(string kind, string text, BarcodeFormat format, string read)
    {
        var shown = Draw($$"""{ "type": "print", "title": "t", "paper": "label-60x40", "each": { "entity": "s" }, "fields": [{ "field": "v", "code": "{{kind}}" }] }""",
            new PaperApp().With("s", JsonSerializer.Serialize(new { id = "1", v = text })));
        Assert.Equal(read, PaintedCode.Scan(shown.Find(".v-code svg").OuterHtml, format));
    }

    [Fact]
    public void A_box_label_of_the_delivery_app_scans_to_its_code_in_three_ways()
    {
        const string sscc = "095212340000000037";
        var app = new PaperApp("worker").With("delivery", """{"id":"d1","number":"SH-202611-0004"}""")
            .With("package", $$"""{"id":"b1","sscc":"{{sscc}}","gs1":"(00){{sscc}}(10)261126","partName":"连杆","qty":"200","unit":"件","place":"1/3"}""");
        var shown = Draw(File.ReadAllText(Path.Combine(Repository.Root, "apps", "auto", "delivery", "views", "labels.json")), app, ("id", "d1"));
        Assert.Equal("v-sheet label-100x150", Assert.Single(shown.FindAll("article")).ClassName);
        var codes = shown.FindAll(".v-code svg").Select(svg => svg.OuterHtml).ToList();
        Assert.Equal(["\u001D00" + sscc + "10261126", "https://id.gs1.org/00/" + sscc, "]C100" + sscc],
            new[] { PaintedCode.Scan(codes[0], BarcodeFormat.DATA_MATRIX), PaintedCode.Scan(codes[1], BarcodeFormat.QR_CODE), PaintedCode.Scan(codes[2], BarcodeFormat.CODE_128) });
    }

    [Fact]
    public void A_gs1_matrix_begins_with_one_mark_of_gs1()
    {
        var code = DrawnCode.Of("gs1-datamatrix", "(01)06901234567892(10)A1").Must();
        var words = PaintedCode.Words($"<svg viewBox=\"0 0 {code.Width} {code.Height}\"><path d=\"{code.Path}\"/></svg>", BarcodeFormat.DATA_MATRIX);
        Assert.Equal(232, words[0]);
        Assert.NotEqual(232, words[1]);
    }

    [Fact]
    public void A_scanner_does_not_read_a_drawing_with_a_stripe_through_its_heart()
    {
        var svg = $"<svg viewBox=\"0 0 {DrawnCode.Of("code128", "WO-1001").Must().Width} 1\"><path d=\"{DrawnCode.Of("code128", "WO-1001").Must().Path}M40 0h30v1h-30z\"/></svg>";
        Assert.Equal("", PaintedCode.Scan(svg, BarcodeFormat.CODE_128));
    }

    [Theory]
    [InlineData("code128", "批号 7", "批号 7 无码：含有这种码不能表示的字符")]
    [InlineData("gs1-128", "(01)06901234567893", "(01)06901234567893 无码：(01) 校验位不对")]
    [InlineData("datamatrix", "批号", "批号 无码：含有这种码不能表示的字符")]
    [InlineData("qr", "", "无码：没有内容")]
    public void What_cannot_be_drawn_says_why(string kind, string text, string said)
    {
        var shown = Draw($$"""{ "type": "print", "title": "t", "each": { "entity": "s" }, "fields": [{ "field": "v", "code": "{{kind}}" }] }""", new PaperApp().With("s", JsonSerializer.Serialize(new { id = "1", v = text })));
        Assert.Equal(said, shown.Find(".v-nocode").TextContent.Trim());
        Assert.Empty(shown.FindAll(".v-code"));
    }

    [Fact]
    public async Task A_spreadsheet_holds_numbers_as_numbers_and_runs_nothing()
    {
        var app = new PaperApp("leader").With("recipe", """{"id":"r1","code":"=1+1","status":"draft","machine":"m1","price":1234500000}""", """{"id":"r2","code":"007","status":"approved","machine":"","price":0}""").With("machine", """{"id":"m1","code":"M-01"}""");
        var view = ViewReader.Read("""{ "type": "table", "title": "a/b", "source": { "entity": "recipe" }, "columns": [{ "field": "code" }, { "field": "status" }, { "field": "price" }, { "field": "machine", "reference": { "entity": "machine", "display": "code" } }] }"""u8, "a").View;
        var words = _page.Services.GetRequiredService<Words>();
        var labels = new Labels(app, words, _page.Services.GetRequiredService<Figures>());
        var rows = await TableExport.Load(app, Tabular.Of(view)!, new Dictionary<string, string>(), labels, Xunit.TestContext.Current.CancellationToken);
        using var file = new MemoryStream(SpreadsheetBook.Write(rows, "a/b", labels));
        var read = file.Query(useHeaderRow: false).Cast<IDictionary<string, object?>>().Select(r => r.Values.ToArray()).ToList();
        Assert.Equal(["编号", "状态", "price", "machine"], read[0]);
        Assert.Equal(["=1+1", "草稿", 1234.5, "M-01"], read[1]);
        Assert.Equal(("007", "已批准"), (read[2][0], read[2][1]));
        Assert.DoesNotContain("<f>", await Sheet(file.ToArray()));
        Assert.Contains("'=1+1", Encoding.UTF8.GetString(rows.Csv()));
    }

    [Theory]
    [InlineData(0, 97, "0 20 40 60 80 100")]
    [InlineData(-3, 4, "-4 -2 0 2 4")]
    [InlineData(0.002, 0.009, "0 0.002 0.004 0.006 0.008 0.01")]
    public void A_scale_has_round_steps_that_hold_all_numbers(double least, double most, string marks) =>
        Assert.Equal(marks, string.Join(' ', Scale.Over([(decimal)least, (decimal)most], zero: true).Marks().Select(m => m.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture))));

    [Fact]
    public void The_release_checks_name_what_the_workshop_does_not_have()
    {
        var good = PackageReader.FromFolder(Path.Combine(Repository.Root, "sdk", "templates", "workshop"));
        Assert.Empty(good.Findings.Where(f => f.Severity == Severity.Red).Select(f => f.Message));
        Assert.Empty(ReleaseChecks.Run(good.Package!, null, DateTimeOffset.UtcNow, []).Where(f => f.Severity != Severity.Green).Select(f => $"{f.File}:{f.Line} {f.Message}"));
        Assert.Equal(
            ["views/control.json:7 \"diametre\" is no field here.", "views/delivery.json:7 \"lines\" is a table view.", "views/load.json:7 \"sum.bad\" is no field here.",
             "views/note.json:26 \"sum.amounts\" is no field here.", "views/orders.json:6 \"doin\" is no choice of state.", "views/today.json:19 \"sum.goods\" is no field here.", "views/today.json:25 \"orders\" is a board view."],
            Broken(("control", "\"diameter\"", "\"diametre\""), ("delivery", "[\"note\"]", "[\"lines\"]"), ("load", "\"sum.good\"", "\"sum.bad\""), ("note", "sum.amount ", "sum.amounts "),
                ("orders", "\"doing\", \"done\"]", "\"doin\", \"done\"]"), ("today", "\"view\": \"load\"", "\"view\": \"orders\""), ("today", "sum.good /", "sum.goods /")));
        Assert.Equal(["views/orderNew.json:5 \"machines\" is no entity of this app."],
            Broken(("orderNew", "\"field\": \"part\"", "\"field\": \"part\", \"reference\": { \"entity\": \"machines\", \"display\": \"x\" }")));
    }

    private static List<string> Broken(params (string View, string Right, string Wrong)[] faults)
    {
        var folder = Directory.CreateTempSubdirectory("workshop-");
        try
        {
            var from = Path.Combine(Repository.Root, "sdk", "templates", "workshop");
            foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
            {
                var to = Path.Combine(folder.FullName, Path.GetRelativePath(from, file));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(file, to);
            }
            foreach (var (view, right, wrong) in faults)
            {
                var path = Path.Combine(folder.FullName, "views", view + ".json");
                Assert.Contains(right, File.ReadAllText(path));
                File.WriteAllText(path, File.ReadAllText(path).Replace(right, wrong, StringComparison.Ordinal));
            }
            return [.. ReleaseChecks.Run(PackageReader.FromFolder(folder.FullName).Package!, null, DateTimeOffset.UtcNow, []).Where(f => f.Severity == Severity.Red)
                .Select(f => $"{f.File}:{f.Line} {f.Message}").Order(StringComparer.Ordinal)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> Sheet(byte[] book)
    {
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(book));
        using var reader = new StreamReader(await zip.Entries.Single(e => e.FullName.EndsWith("sheet1.xml", StringComparison.Ordinal)).OpenAsync(Xunit.TestContext.Current.CancellationToken));
        return await reader.ReadToEndAsync(Xunit.TestContext.Current.CancellationToken);
    }

    private static PaperApp Recipes() => new PaperApp("leader")
        .With("recipe",
            """{"id":"r1","code":"CC-1","status":"approved","machine":"m1","price":1232500000}""",
            """{"id":"r2","code":"CC-2","status":"draft","machine":"m1","price":0}""")
        .With("machine", """{"id":"m1","code":"M-01"}""");

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
