using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Metadata;
using Orleans.Runtime;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage;

/// <summary>Distinct keys are distinct rows: through the function that Orleans finds a row by, and through both databases.</summary>
public sealed class Identity(Stores stores) : IClassFixture<Stores>
{
    private const int Chunk = 50_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Of_a_million_pairs_is_never_shared()
    {
        var (dice, pairs, keys) = (Seeds.Dice("key pairs"), Seeds.Count(1_000_000, 100_000), 0L);
        var forge = new KeyForge(dice);
        for (var done = 0; done < pairs; done += Chunk)
        {
            // Every key of the chunk against every other, not only its own pair.
            Dictionary<(long, long, string), string> rows = [];
            Dictionary<string, string> made = new(StringComparer.Ordinal);
            for (var i = 0; i < Chunk; i++)
            {
                var (parts, key) = forge.Any();
                Assert.True(made.TryAdd(key, parts) || made[key] == parts, $"{key} is both {parts} and {made[key]}");
                foreach (var one in new[] { key, forge.Beside(key) })
                {
                    Assert.True(rows.TryAdd(RowIdentity.Of(one), one) || rows[RowIdentity.Of(one)] == one, $"{one} and {rows[RowIdentity.Of(one)]} share a row");
                    keys++;
                }
            }
        }
        Seeds.Say($"{pairs} pairs, {keys} keys, none shared");
    }

    [Fact]
    public void Is_shared_by_keys_that_nobody_looked_after()
    {
        // What the rules of Keys are for. Should a newer Orleans leave its keys alone, this says so.
        foreach (var (one, other) in new[] { ("abc", "ABC"), ("20235", "020235"), ("cafe", "0cafe"), ("0123456789abcdef0123456789abcdef", "0123456789ABCDEF0123456789ABCDEF") })
        {
            Assert.Equal(RowIdentity.Of(one), RowIdentity.Of(other));
            Assert.False(KeyForge.IsKey(one) || KeyForge.IsKey(other));
        }
    }

    [Fact]
    public void Of_naughty_words_is_refused_or_their_own()
    {
        var path = Path.Combine(Environment.GetEnvironmentVariable("MARKETPLACE_SHARED") ?? "", "data", "naughty-strings.json");
        if (!File.Exists(path)) Assert.Fail("MARKETPLACE_SHARED names no folder with data/naughty-strings.json: run ./test.sh, which sets it.");
        string[] naughty = [.. JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(path))!, .. LookAlikes(), .. Variants()];
        Func<string, string>[] makers =
        [
            Keys.Brain, Keys.Tenant, Keys.Publisher, word => Keys.Release(word, "1.0.0"), word => Keys.Release("auto/tag", word),
            word => Keys.Release($"{word}/tag", "1.0.0"), word => Keys.Release($"auto/{word}", "1.0.0"), word => Keys.Listing("auto", word),
            word => Keys.Listing(word, "auto/tag"), word => Keys.Collection("auto", word), word => Keys.Collection(word, "best"),
            word => Keys.Install(word, "auto/tag"), word => Keys.Device("firm", word), word => Keys.Device(word, "m-1"), Keys.Records, Keys.Known,
        ];
        var (refused, accepted) = (0, 0);
        foreach (var (make, at) in makers.Select(static (make, at) => (make, at)))
        {
            Dictionary<(long, long, string), string> rows = [];
            foreach (var word in naughty.Distinct(StringComparer.Ordinal))
            {
                string key;
                try
                {
                    key = make(word);
                }
                catch (ArgumentException)
                {
                    refused++;
                    continue;
                }
                accepted++;
                Assert.Equal(key, Keys.Known(key));
                // A machine's code is the one word whose ASCII case does not count.
                var own = at == 12 ? Keys.Folded(word) : word;
                Assert.True(rows.TryAdd(RowIdentity.Of(key), own) || rows[RowIdentity.Of(key)] == own, $"'{word}' and '{rows[RowIdentity.Of(key)]}' share {key}");
            }
        }
        Seeds.Say($"{naughty.Length} words in {makers.Length} places: {refused} refused, {accepted} with a row of their own");
        Assert.InRange(accepted, 50, refused);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Of_many_keys_is_one_row_each_in_the_store(string engine)
    {
        var (dice, wanted) = (Seeds.Dice($"keys through {engine}"), Seeds.Count(20_000, 1_000));
        var database = await stores.Open(engine);
        await using var silo = await Silo.Start(database);
        var forge = new KeyForge(dice);
        HashSet<string> keys = new(StringComparer.Ordinal);
        while (keys.Count < wanted)
        {
            var key = forge.Any().Key;
            keys.Add(key);
            if (keys.Count < wanted) keys.Add(forge.Beside(key));
        }
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancel }, async (key, _) =>
            await silo.Documents.WriteStateAsync("a.s", GrainId.Create("a", key), new GrainState<Note>(new Note { Text = key })));
        Assert.Equal(wanted, await database.First("SELECT count(*) FROM OrleansStorage", static row => row.Number(0), Cancel));
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancel }, async (key, _) =>
        {
            var grain = new GrainState<Note>();
            await silo.Documents.ReadStateAsync("a.s", GrainId.Create("a", key), grain);
            Assert.Equal(key, grain.State!.Text);
        });
        Seeds.Say($"{wanted} keys, {wanted} rows, each its own");
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Of_one_key_is_another_for_each_class_of_grain(string engine)
    {
        var database = await stores.Open(engine);
        await using var silo = await Silo.Start(database);
        var names = silo.Services.GetRequiredService<GrainTypeResolver>();
        // As TypedStateFactory puts it: the grain's type, then the state's name.
        (GrainType Type, string State)[] stateful = [..
            from grain in silo.Services.GetRequiredService<IOptions<GrainTypeOptions>>().Value.Classes
            from constructor in grain.GetConstructors()
            from parameter in constructor.GetParameters()
            from named in parameter.GetCustomAttributes(typeof(PersistentStateAttribute), false).Cast<PersistentStateAttribute>()
            select (names.GetGrainType(grain), named.StateName)];
        Assert.True(stateful.Length >= 6, $"{stateful.Length} classes with a state");
        const string key = "release:auto/tag@1.0.0";
        foreach (var (type, state) in stateful)
            await silo.Documents.WriteStateAsync($"{type}.{state}", GrainId.Create(type, key), new GrainState<Note>(new Note { Text = state }));
        foreach (var (type, state) in stateful)
        {
            var grain = new GrainState<Note>();
            await silo.Documents.ReadStateAsync($"{type}.{state}", GrainId.Create(type, key), grain);
            Assert.Equal(state, grain.State!.Text);
        }
        Assert.Equal(stateful.Length, await database.First("SELECT count(*) FROM OrleansStorage", static row => row.Number(0), Cancel));

        // Without the type in the name, as Orleans does it by itself, the second class would find the first one's document.
        await silo.Documents.WriteStateAsync("state", GrainId.Create(stateful[0].Type, key), new GrainState<Note>(new Note { Text = "first" }));
        var second = new GrainState<Note>();
        await silo.Documents.ReadStateAsync("state", GrainId.Create(stateful[1].Type, key), second);
        Assert.Equal("first", second.State!.Text);
    }

    private static IEnumerable<string> LookAlikes() =>
        ["m\u20131", "m-1", "M-1", "\u212A-1", "k-1", "K-1", "\u0430uto", "auto", "ａuto", "au\u200Bto", "auto\u0000", "auto ", "ﬁrm", "firm", "\u0130d", "id", "straße", "strasse"];

    private static IEnumerable<string> Variants() =>
        ["abc", "ABC", "Abc", "0abc", "20235", "020235", "cafe", "CAFE", "0cafe", "deadbeef", "0123456789abcdef0123456789abcdef", "0123456789ABCDEF0123456789ABCDEF",
            "01234567-89ab-cdef-0123-456789abcdef", "01234567-89AB-CDEF-0123-456789ABCDEF", "a+b", "abc+ext", "1+x", "a/b", "a.b", "auto/tag", "Auto/tag", "auto/tag@1"];
}
