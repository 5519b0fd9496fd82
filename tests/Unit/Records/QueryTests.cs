using CsCheck;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Records;
using Xunit;
using static Marketplace.Tests.Unit.Records.Sample;

namespace Marketplace.Tests.Unit.Records;

public sealed class QueryTests
{
    private static readonly RecordRow[] Rows =
    [
        Row("""{"code":"B","count":2,"note":"Ähre","width":"9.50","state":"new"}""", "1"),
        Row("""{"code":"A","count":10,"note":"apple PIE","width":"12.00","state":"done"}""", "2"),
        Row("""{"code":"C","note":"Ａpple","width":"1.00","at":"2026-09-01T08:00:00.500Z"}""", "3"),
        Row("""{"code":"D","count":2,"note":"😀","open":false,"extra":{}}""", "4"),
    ];

    private static string Ids(string query)
    {
        var read = QueryReader.Read(Part, Bytes(query));
        return read.Ok ? string.Concat(QueryEvaluator.Run(Part, read.Value!, Rows).Select(static row => row.Id)) : Why(read).ToString();
    }

    [Theory]
    [InlineData("", "1234")]
    [InlineData("""{"where":{}}""", "1234")]
    [InlineData("""{"where":{"count":2}}""", "14")]
    [InlineData("""{"where":{"count":{"gt":2}}}""", "2")]
    [InlineData("""{"where":{"count":{"gte":2,"lt":10}}}""", "14")]
    [InlineData("""{"where":{"count":{"ne":2}}}""", "23")]
    [InlineData("""{"where":{"count":null}}""", "3")]
    [InlineData("""{"where":{"count":{"ne":null}}}""", "124")]
    [InlineData("""{"where":{"count":{"isNull":false}}}""", "124")]
    [InlineData("""{"where":{"extra":{"isNull":false}}}""", "4")]
    [InlineData("""{"where":{"count":{"in":[10,3]}}}""", "2")]
    [InlineData("""{"where":{"count":{"in":[]}}}""", "")]
    [InlineData("""{"where":{"width":{"gt":"9.5"}}}""", "2")]
    [InlineData("""{"where":{"width":{"between":["1.0","9.50"]}}}""", "13")]
    [InlineData("""{"where":{"at":{"lte":"2026-09-01T08:00:00.500Z"}}}""", "3")]
    [InlineData("""{"where":{"note":{"contains":"pie"}}}""", "2")]
    [InlineData("""{"where":{"note":{"startsWith":"APPLE"}}}""", "2")]
    [InlineData("""{"where":{"note":{"startsWith":"ä"}}}""", "")]
    [InlineData("""{"where":{"or":[{"code":"A"},{"code":"D"}],"open":true}}""", "2")]
    [InlineData("""{"where":{"or":[]}}""", "")]
    [InlineData("""{"where":{"or":[{},{"code":"A"}]}}""", "1234")]
    [InlineData("""{"where":{"not":{"state":"new"}}}""", "234")]
    [InlineData("""{"where":{"not":{}}}""", "")]
    [InlineData("""{"where":{"and":[{"count":2},{"not":{"code":"B"}}]}}""", "4")]
    [InlineData("""{"where":{"id":{"gt":"2"}}}""", "34")]
    [InlineData("""{"orderBy":"-count"}""", "2143")]
    [InlineData("""{"orderBy":["count","-code"]}""", "4123")]
    [InlineData("""{"orderBy":["note"]}""", "2134")]
    [InlineData("""{"orderBy":["-width"],"limit":2}""", "21")]
    [InlineData("""{"entity":"part","orderBy":["-id"],"select":["code"]}""", "4321")]
    public void Answers(string query, string ids) => Assert.Equal(ids, Ids(query));

    [Theory]
    [InlineData("""{"where":{"colour":1}}""", "/where/colour", "unknown")]
    [InlineData("""{"where":{"count":{"above":1}}}""", "/where/count/above", "unknown")]
    [InlineData("""{"where":{"count":"2"}}""", "/where/count", "type")]
    [InlineData("""{"where":{"count":{"contains":"2"}}}""", "/where/count/contains", "compare")]
    [InlineData("""{"where":{"extra":1}}""", "/where/extra", "compare")]
    [InlineData("""{"where":{"count":{"between":[1]}}}""", "/where/count/between", "length")]
    [InlineData("""{"where":{"or":{"a":1}}}""", "/where/or", "type")]
    [InlineData("""{"where":{"or":[{"code":"A"},{"x":1}]}}""", "/where/or/1/x", "unknown")]
    [InlineData("""{"where":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"code":"A"}}}}}}}}}}}""", "/where/not/not/not/not/not/not/not/not/not", "depth")]
    [InlineData("""{"orderBy":["-colour"]}""", "/orderBy/0", "unknown")]
    [InlineData("""{"orderBy":["extra"]}""", "/orderBy/0", "order")]
    [InlineData("""{"limit":0}""", "/limit", "limit")]
    [InlineData("""{"limit":1001}""", "/limit", "limit")]
    [InlineData("""{"after":"nonsense"}""", "/after", "cursor")]
    [InlineData("""{"select":["x"]}""", "/select/0", "unknown")]
    [InlineData("""{"entity":"other"}""", "/entity", "entity")]
    [InlineData("""{"limits":5}""", "/limits", "unknown")]
    [InlineData("""{""", "", "json")]
    [InlineData("""[]""", "", "type")]
    public void Refuses(string query, string pointer, string rule) =>
        Assert.Equal((Codes.QueryInvalid, pointer, rule), Why(QueryReader.Read(Part, Bytes(query))));

    [Fact]
    public void Pages_through_every_row_once_whatever_the_order()
    {
        var genRows = Gen.Select(Gen.Int[0, 5], Words("new", "done", ""), Gen.Bool).Array[0, 40];
        var genOrder = Words("count", "-count", "state", "-state", "id", "-id", "createdAt").Array[0, 3];
        Gen.Select(genRows, genOrder, Gen.Int[1, 7]).Sample((made, order, limit) =>
        {
            RecordRow[] rows = [.. made.Select((one, i) => Row(
                $$"""{"code":"C{{i}}"{{(one.Item1 == 0 ? "" : $",\"count\":{one.Item1}")}}{{(one.Item2.Length == 0 ? "" : $",\"state\":\"{one.Item2}\"")}}}""", $"r{i % 7}{i:D2}"))];
            var text = $"\"orderBy\":[{string.Join(",", order.Select(static o => $"\"{o}\""))}]";
            var all = QueryEvaluator.Run(Part, QueryReader.Read(Part, Bytes($"{{{text},\"limit\":1000}}")).Must(), rows);
            List<string> paged = [];
            string? after = null;
            while (true)
            {
                var query = QueryReader.Read(Part, Bytes($"{{{text},\"limit\":{limit}{(after is null ? "" : $",\"after\":\"{after}\"")}}}")).Must();
                var page = QueryEvaluator.Run(Part, query, rows);
                paged.AddRange(page.Select(static row => row.Id));
                if (page.Count < limit) break;
                after = QueryEvaluator.CursorOf(Part, query, page[^1]);
            }
            Assert.Equal(rows.Length, all.Count);
            Assert.Equal(all.Select(static row => row.Id), paged);
        }, iter: Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 10_000 : 1_000);
    }

    [Fact]
    public void Compares_text_by_its_utf8_bytes() =>
        Gen.Select(Gen.String, Gen.String).Where(static (a, b) => IsWell(a) && IsWell(b)).Sample(static (a, b) =>
            Assert.Equal(Math.Sign(Bytes(a).AsSpan().SequenceCompareTo(Bytes(b))), Math.Sign(Cell.CompareText(a, b))), iter: 20_000);

    [Fact]
    public void Groups_sums_and_bounds_rows()
    {
        var ask = AggregateReader.Read(Part, Bytes("""{"groupBy":["count"],"sum":["count","width"],"avg":"width","min":["code"],"max":["at"]}""")).Must();
        Assert.Equal(
            """[{"group":{"count":2},"count":2,"sum":{"count":4,"width":"9.50"},"avg":{"width":"9.500000"},"min":{"code":"B"},"max":{"at":null}},{"group":{"count":10},"count":1,"sum":{"count":10,"width":"12.00"},"avg":{"width":"12.000000"},"min":{"code":"A"},"max":{"at":null}},{"group":{"count":null},"count":1,"sum":{"count":0,"width":"1.00"},"avg":{"width":"1.000000"},"min":{"code":"C"},"max":{"at":"2026-09-01T08:00:00.500Z"}}]""",
            Text(AggregateEvaluator.Run(Part, ask, Rows).Must()));
        Assert.Equal("/sum", Why(AggregateReader.Read(Part, Bytes("""{"sum":["code"]}"""))).Pointer);
        Assert.Equal("""[{"count":0}]""", Text(AggregateEvaluator.Run(Part, new Aggregate { Entity = "part" }, []).Must()));
    }

    [Fact]
    public void Lays_a_calls_own_effects_over_what_is_stored()
    {
        var entities = new Dictionary<string, Entity> { ["part"] = Part };
        RecordRow? Stored(string entity, string id) => Array.Find(Rows, row => row.Id == id);
        Effect[] effects =
        [
            new Effect.Insert("part", "n1", """{"code":"N"}"""), new Effect.Update("part", "n1", 1, """{"count":5}"""),
            new Effect.Update("part", "1", 0, """{"count":3}"""), new Effect.Delete("part", "2", 1),
            new Effect.Insert("part", "gone", """{"code":"G"}"""), new Effect.Delete("part", "gone", 0), new Effect.Emit("e", "T", "{}"),
        ];
        Assert.Equal(4, EffectOverlay.Needs(effects).Count);
        var overlay = EffectOverlay.Of(entities, effects, Stored, "p9", Now.AddMinutes(1)).Must();
        Assert.Equal([("n1", 2L), ("1", 2L)], overlay.Rows("part").Select(static row => (row.Id, row.Version)));
        Assert.Equal(["n1", "1", "2"], overlay.Changes.Select(static change => change.Id));
        Assert.True(overlay.Touched("part", "2") && overlay.Row("part", "2") is null && !overlay.Touched("part", "3"));

        var missing = EffectOverlay.Of(entities, [effects[3], new Effect.Update("part", "2", 0, "{}")], Stored, "p9", Now).Refusal!;
        Assert.Equal((Codes.NotFound, "2"), (missing.Code, missing.Facts["effect"]));
        Assert.Equal(Codes.ConflictVersion, EffectOverlay.Of(entities, [new Effect.Delete("part", "2", 9)], Stored, "p9", Now).Refusal!.Code);
        Assert.Equal(Codes.EffectInvalid, EffectOverlay.Of(entities, [new Effect.Delete("other", "2", 9)], Stored, "p9", Now).Refusal!.Code);
    }

    private static Gen<string> Words(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    private static bool IsWell(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i]))) return false;
        return true;
    }
}
