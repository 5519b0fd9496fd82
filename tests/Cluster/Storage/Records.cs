using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Records;
using Marketplace.Storage;
using Marketplace.Storage.Records;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage;

public sealed class Records(Stores stores) : IClassFixture<Stores>
{
    private static readonly Entity Part = new()
    {
        Name = "part",
        Fields = new Field[]
        {
            new() { Name = "code", Type = FieldType.Text, Unique = true },
            new() { Name = "state", Type = FieldType.Choice, Enum = ["new", "done", "held"] },
            new() { Name = "count", Type = FieldType.Integer },
            new() { Name = "width", Type = FieldType.Decimal, Scale = 2 },
            new() { Name = "note", Type = FieldType.Text },
            new() { Name = "free", Type = FieldType.Integer },
        }.ToDictionary(static field => field.Name, StringComparer.Ordinal),
        Indexes = [["state"], ["count"], ["width"], ["note"]],
    };

    private static readonly Dictionary<string, Entity> Entities = new() { ["part"] = Part };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static RecordRow Row(string id, string body, int second = 0) =>
        RecordRules.Insert(Part, id, JsonElement.Parse(body), "p", DateTimeOffset.UnixEpoch.AddSeconds(second)).Must();

    private static async Task<Committed> Insert(Database database, params RecordRow[] rows)
    {
        var unit = new Unit();
        RecordFacts.Insert(unit, "i1", Part, rows);
        return await database.Commit(unit, Cancel);
    }

    private static async Task<Committed> Apply(Database database, params Effect[] effects)
    {
        var stored = await RecordFacts.Load(database, "i1", EffectOverlay.Needs(effects), Cancel);
        var overlay = EffectOverlay.Of(Entities, effects, stored, "p", DateTimeOffset.UnixEpoch).Must();
        var unit = new Unit();
        RecordFacts.Write(unit, "i1", overlay.Changes);
        return await database.Commit(unit, Cancel);
    }

    private static Query Read(string json) => QueryReader.Read(Part, Encoding.UTF8.GetBytes(json)).Must();

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Name_the_field_of_a_unique_breach_and_leave_nothing_behind(string engine)
    {
        var database = await stores.Open(engine);
        Assert.True((await Insert(database, Row("1", """{"code":"A"}"""), Row("2", "{}"), Row("3", "{}"))).Ok);
        Assert.Equal(new Committed(false, Codes.ConflictUnique, "code"), await Insert(database, Row("4", """{"code":"B"}"""), Row("5", """{"code":"A"}""")));
        Assert.Null(await RecordFacts.Get(database, "i1", "part", "4", Cancel));
        Assert.Equal(new Committed(false, Codes.ConflictUnique, "id"), await Insert(database, Row("1", """{"code":"C"}""")));
        Assert.Equal(new Committed(false, Codes.ConflictUnique, "code"), await Apply(database, new Effect.Update("part", "2", 1, """{"code":"A"}""")));

        Assert.True((await Apply(database, new Effect.Update("part", "2", 1, """{"code":"B"}"""))).Ok);
        Assert.True((await Apply(database, new Effect.Update("part", "1", 0, """{"code":"B"}"""), new Effect.Update("part", "2", 0, """{"code":"A"}"""))).Ok);
        Assert.Equal("2", Assert.Single((await RecordFacts.Query(database, "i1", Part, Read("""{"where":{"code":"A"}}"""), cancel: Cancel)).Must()).Id);
        Assert.True((await Apply(database, new Effect.Delete("part", "2", 0))).Ok);
        Assert.True((await Insert(database, Row("9", """{"code":"A"}"""))).Ok);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Lose_a_change_that_was_made_over_an_older_version(string engine)
    {
        var database = await stores.Open(engine);
        await Insert(database, Row("1", """{"count":1}"""));
        Effect[] mine = [new Effect.Update("part", "1", 0, """{"count":2}""")];
        var stored = await RecordFacts.Load(database, "i1", EffectOverlay.Needs(mine), Cancel);
        Assert.True((await Apply(database, new Effect.Update("part", "1", 1, """{"note":"first"}"""))).Ok);
        var unit = new Unit();
        RecordFacts.Write(unit, "i1", EffectOverlay.Of(Entities, mine, stored, "p", DateTimeOffset.UnixEpoch).Must().Changes);
        Assert.Equal(new Committed(false, Codes.ConflictVersion, "1"), await database.Commit(unit, Cancel));
        Assert.Empty((await RecordFacts.Query(database, "i1", Part, Read("""{"where":{"count":2}}"""), cancel: Cancel)).Must());
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Are_seen_by_their_own_install_alone(string engine)
    {
        var database = await stores.Open(engine);
        await Insert(database, Row("1", """{"code":"A"}"""));
        Assert.Null(await RecordFacts.Get(database, "i2", "part", "1", Cancel));
        Assert.Empty((await RecordFacts.Query(database, "i2", Part, Read("""{"where":{"code":"A"}}"""), cancel: Cancel)).Must());
        Assert.Equal(0, (await RecordFacts.Count(database, "i2", Part, null, cancel: Cancel)).Must());
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Refuse_to_be_searched_without_an_index_when_they_are_many(string engine)
    {
        var database = await stores.Open(engine);
        var rows = Enumerable.Range(0, 5_600).Select(i => Row(
            i.ToString("D6", CultureInfo.InvariantCulture), $$"""{"code":"C{{i}}","count":{{i % 7}},"free":{{i}},"state":"{{(i % 2 == 0 ? "new" : "done")}}"}""", i)).ToArray();
        foreach (var chunk in rows.Chunk(800)) Assert.True((await Insert(database, chunk)).Ok);
        async Task<string> Asked(string json)
        {
            var answer = await RecordFacts.Query(database, "i1", Part, Read(json), cancel: Cancel);
            return answer.Ok ? string.Join(',', answer.Value!.Select(static row => row.Id.TrimStart('0'))) : answer.Refusal!.Code;
        }
        Assert.Equal(Codes.QueryNeedsIndex, await Asked("""{"where":{"free":5599}}"""));
        Assert.Equal(Codes.QueryNeedsIndex, await Asked("""{"orderBy":["free"],"limit":1}"""));
        Assert.Equal("5599,5598", await Asked("""{"orderBy":["-updatedAt"],"limit":2}"""));
        Assert.Equal("5594,5587", await Asked("""{"where":{"code":{"in":["C5594","C5587"]}},"orderBy":["-free"]}"""));
        Assert.Equal("5599", await Asked("""{"where":{"updatedAt":{"gt":"1970-01-01T01:33:18.000Z"},"free":{"gt":0}}}"""));
        Assert.Equal(5_600, (await RecordFacts.Count(database, "i1", Part, null, cancel: Cancel)).Must());
        Assert.Equal(2_800, (await RecordFacts.Count(database, "i1", Part, Read("""{"where":{"state":"new"}}""").Where, cancel: Cancel)).Must());
        Assert.Equal(Codes.QueryNeedsIndex, (await RecordFacts.Count(database, "i1", Part, Read("""{"where":{"free":1}}""").Where, cancel: Cancel)).Refusal!.Code);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Are_found_by_an_index_that_was_declared_later(string engine)
    {
        var database = await stores.Open(engine);
        var before = Part with { Indexes = [] };
        var unit = new Unit();
        RecordFacts.Insert(unit, "i1", before, [Row("1", """{"count":3}""")]);
        await database.Commit(unit, Cancel);
        Assert.Empty((await RecordFacts.Query(database, "i1", Part, Read("""{"where":{"count":3}}"""), cancel: Cancel)).Must());
        foreach (var row in await RecordFacts.Export(database, "i1", "part", "", cancel: Cancel))
        {
            var reindex = new Unit();
            RecordFacts.Reindex(reindex, "i1", Part, row);
            Assert.True((await database.Commit(reindex, Cancel)).Ok);
        }
        Assert.Single((await RecordFacts.Query(database, "i1", Part, Read("""{"where":{"count":3}}"""), cancel: Cancel)).Must());
    }

    private static readonly Gen<string> Body = Gen.Select(Gen.Int[-1, 6], Gen.Int[0, 4], Gen.Int[0, 6], Gen.Int[0, 3], static (count, state, note, width) =>
    {
        List<string> parts = [];
        if (count >= 0) parts.Add($"\"count\":{count - 2},\"free\":{count}");
        if (state > 0) parts.Add($"\"state\":\"{new[] { "new", "done", "held", "new" }[state - 1]}\"");
        if (note > 0) parts.Add($"\"note\":\"{new[] { "", "a", "A", "尺寸", "\uFFFDx", "😀" }[note - 1]}\"");
        if (width > 0) parts.Add($"\"width\":\"{new[] { "-1.50", "9.5", "12.00" }[width - 1]}\"");
        return "{" + string.Join(",", parts) + "}";
    });

    private static readonly Gen<string> Condition = Gen.Int[0, 17].Select(static i => new[]
    {
        """{"count":0}""", """{"count":{"gt":-1}}""", """{"count":{"gte":0,"lt":3}}""", """{"count":{"between":[-1,2]}}""", """{"count":{"in":[1,4,9]}}""",
        """{"count":null}""", """{"state":"new"}""", """{"state":{"in":["new","held"]}}""", """{"state":{"ne":"new"}}""", """{"note":{"gte":"A"}}""",
        """{"note":{"startsWith":"a"}}""", """{"note":{"lt":"😀"}}""", """{"width":{"lte":"9.50"}}""", """{"free":{"gt":2}}""", """{"id":{"in":["r01","r07","r20"]}}""",
        """{"id":{"gt":"r05"}}""", """{"createdBy":"p"}""", """{"note":{"in":[]}}""",
    }[i]);

    private static readonly Gen<string> Question = Gen.Select(Condition.Array[0, 3], Gen.Int[0, 2], Gen.Int[0, 11].Array[0, 2], Gen.Int[1, 12], static (parts, how, orders, limit) =>
    {
        var where = parts.Length == 0 ? "{}" : how switch
        {
            0 => $"{{\"and\":[{string.Join(",", parts)}]}}",
            1 => $"{{\"or\":[{string.Join(",", parts)}]}}",
            _ => parts.Length == 1 ? parts[0] : $"{{\"and\":[{parts[0]}],\"not\":{parts[1]}}}",
        };
        string[] words = ["count", "-count", "state", "-state", "note", "-note", "width", "-width", "id", "-id", "-updatedAt", "free"];
        var order = string.Join(",", orders.Select(o => $"\"{words[o]}\""));
        return $"{{\"where\":{where},\"orderBy\":[{order}],\"limit\":{limit}}}";
    });

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Answer_every_query_as_the_evaluator_does_in_memory(string engine)
    {
        var database = await stores.Open(engine);
        var (round, asked) = (0, 0);
        var check = Gen.Select(Body.Array[0, 30], Question.Array[12], Body, Gen.Int[0, 29], Gen.Int[0, 29]);
        await check.SampleAsync(async sample =>
        {
            var (bodies, questions, patch, changed, removed) = sample;
            var install = $"i{Interlocked.Increment(ref round)}";
            var rows = bodies.Select((body, i) => Row($"r{i:D2}", body, i / 3)).ToDictionary(static row => row.Id, StringComparer.Ordinal);
            var unit = new Unit();
            RecordFacts.Insert(unit, install, Part, rows.Values);
            Assert.True((await database.Commit(unit, Cancel)).Ok);

            List<Effect> effects = [new Effect.Insert("part", "r07x", patch)];
            if (rows.ContainsKey($"r{changed:D2}")) effects.Add(new Effect.Update("part", $"r{changed:D2}", 0, patch));
            if (rows.ContainsKey($"r{removed:D2}")) effects.Add(new Effect.Delete("part", $"r{removed:D2}", 0));
            foreach (var isLaid in new[] { false, true })
            {
                var stored = await RecordFacts.Load(database, install, EffectOverlay.Needs(effects), Cancel);
                var overlay = isLaid ? EffectOverlay.Of(Entities, effects, stored, "p", DateTimeOffset.UnixEpoch.AddSeconds(4)).Must() : EffectOverlay.Empty;
                RecordRow[] seen = [.. rows.Values.Where(row => !overlay.Touched("part", row.Id)), .. overlay.Rows("part")];
                foreach (var question in questions) await Agree(database, install, question, seen, overlay);
                asked += questions.Length;
            }
        }, iter: Stores.IsNightly ? 4_200 : 40, threads: 1);
        TestContext.Current.TestOutputHelper!.WriteLine($"{engine}: {asked} queries over {round} stores are answered alike");
    }

    private static async Task Agree(Database database, string install, string question, RecordRow[] seen, EffectOverlay overlay)
    {
        var query = Read(question);
        Assert.Equal(QueryEvaluator.Count(Part, query.Where, seen), (await RecordFacts.Count(database, install, Part, query.Where, overlay, Cancel)).Must());
        for (var page = 0; page < 40; page++)
        {
            var wanted = QueryEvaluator.Run(Part, query, seen);
            var found = (await RecordFacts.Query(database, install, Part, query, overlay, Cancel)).Must();
            Assert.True(wanted.Select(static row => (row.Id, row.Version)).SequenceEqual(found.Select(static row => (row.Id, row.Version))),
                $"{question} after {query.After}: {string.Join(',', wanted.Select(static row => row.Id))} but {string.Join(',', found.Select(static row => row.Id))}");
            if (wanted.Count < query.Limit) return;
            query = query with { After = QueryEvaluator.CursorOf(Part, query, wanted[^1]) };
        }
    }
}
