using CsCheck;
using Xunit;

namespace Marketplace.Tests.Unit.Sandbox;

/// <summary><c>ctx.table</c>, <c>ctx.csv</c> and the work calendar of <c>ctx.date</c>.</summary>
public sealed class TableTests(ITestOutputHelper output)
{
    private const string Rows = "const rows = [{ m: 'B', n: 2, d: '0.10' }, { m: 'A', n: 1, d: '0.20' }, { m: 'B', n: null, d: '0.30' }, { m: null, n: 4 }];";

    [Theory]
    [InlineData("ctx.table.group(rows, { by: 'm', sum: ['n', 'd'], max: 'd', avg: 'n' })",
        """[{"group":{"m":"B"},"count":2,"sum":{"n":2,"d":"0.40"},"avg":{"n":2},"max":{"d":"0.30"}},{"group":{"m":"A"},"count":1,"sum":{"n":1,"d":"0.20"},"avg":{"n":1},"max":{"d":"0.20"}},{"group":{"m":null},"count":1,"sum":{"n":4,"d":0},"avg":{"n":4},"max":{"d":null}}]""")]
    [InlineData("ctx.table.sort(rows, ['-m', 'n']).map((r) => r.d ?? 'x')", """["0.10","0.30","0.20","x"]""")]
    [InlineData("ctx.table.sort([{ d: '10' }, { d: '9' }], '-d', { decimals: ['d'] }).map((r) => r.d)", """["10","9"]""")]
    [InlineData("ctx.table.sort([{ d: '\\u{1F600}' }, { d: '\\uFFFD' }], 'd').map((r) => r.d.length)", "[1,2]")]
    [InlineData("ctx.table.join(rows, [{ k: 'B', w: 1 }, { k: 'B', w: 2 }], { on: ['m', 'k'], as: 'z' }).map((r) => r.z?.w ?? 0)", "[1,2,0,1,2,0]")]
    [InlineData("ctx.table.join(rows, [{ m: 'A' }, { m: null }], { on: 'm', as: 'z', kind: 'inner' }).length", "1")]
    [InlineData("ctx.table.pivot(rows, { row: 'm', column: 'n', value: 'd' })",
        """{"columns":[2,1,null,4],"rows":[{"key":"B","cells":["0.10",0,"0.30",0],"total":"0.40"},{"key":"A","cells":[0,"0.20",0,0],"total":"0.20"},{"key":null,"cells":[0,0,0,0],"total":0}]}""")]
    [InlineData("ctx.csv.parse('\\uFEFFa;b\\r\\n1;\"x\"\"\\ny\"\\n\\n2;').rows", """[{"a":"1","b":"x\u0022\ny","$line":2},{"a":"2","b":"","$line":5}]""")]
    [InlineData("ctx.csv.parse('1\\t2', { header: false }).rows", """[["1","2"]]""")]
    [InlineData("ctx.csv.write([{ a: -5, b: '-5' }], ['a', { field: 'b', label: 'B' }])", "\"a,B\\r\\n-5,\\u0027-5\\r\\n\"")]
    [InlineData("(() => { try { ctx.csv.parse('a\\n1,2'); } catch (e) { return e.message; } })()", "\"Line 2: 2 cells for 1 columns\"")]
    [InlineData("[ctx.date.weekday('2026-11-23'), ctx.date.weekday('2026-11-29')]", "[1,7]")]
    [InlineData("[ctx.date.isWorkday('2026-11-28'), ctx.date.isWorkday('2026-11-28', { days: { '2026-11-28': 'workday' } }), ctx.date.isWorkday('2026-11-23', { days: { '2026-11-23': 'holiday' } })]", "[false,true,false]")]
    [InlineData("[ctx.date.addWorkdays('2026-11-27', 1), ctx.date.addWorkdays('2026-11-30', -1), ctx.date.addWorkdays('2026-11-27', 1, { rest: [7] })]", """["2026-11-30","2026-11-27","2026-11-28"]""")]
    [InlineData("[ctx.date.workdaysBetween('2026-11-20', '2026-11-27'), ctx.date.workdaysBetween('2026-11-27', '2026-11-20')]", "[5,-5]")]
    [InlineData("[ctx.date.at('2026-11-27', '00:30'), ctx.date.dayOf('2026-11-26T16:30:00.000Z'), ctx.date.timeOf('2026-11-26T16:30:00Z')]", """["2026-11-26T16:30:00.000Z","2026-11-27","00:30"]""")]
    public async Task Answers(string script, string want)
    {
        var got = await Runs.Result($"{Rows} return {script};");
        Assert.True(System.Text.Json.JsonElement.DeepEquals(System.Text.Json.JsonElement.Parse(want), got), got.GetRawText());
    }

    /// <summary>Whatever a table holds, it comes back from its text.</summary>
    [Fact]
    public async Task What_is_written_is_read_back()
    {
        var cells = Gen.OneOf(Gen.String[Gen.Char["ab=+-@'\",;\t\r\n 漢"], 0, 6], Gen.Const("=1+1"), Gen.Const("'=x"));
        var tables = 0;
        await Gen.Select(cells, cells, cells).Array[1, 6].SampleAsync(async rows =>
        {
            tables++;
            var input = System.Text.Json.JsonSerializer.Serialize(rows.Select(static r => new { a = r.Item1, b = r.Item2, c = r.Item3 }));
            var back = await Runs.Result("return ctx.csv.parse(ctx.csv.write(input, ['a', 'b', 'c']), { separator: ',' }).rows.every((r, i) => r.a === input[i].a && r.b === input[i].b && r.c === input[i].c);", input);
            return back.ValueKind == System.Text.Json.JsonValueKind.True;
        }, iter: 300, threads: 1);
        output.WriteLine($"{tables} tables");
    }
}
