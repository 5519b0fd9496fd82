using System.Text;
using System.Text.Json;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Jobs;
using Marketplace.Domain.Records;
using Xunit;

namespace Marketplace.Tests.Unit.Jobs;

/// <summary>For any changes and any triggers: each trigger is fired by exactly the changes it names, with the record as it was and is. The
/// checker compares plain dictionaries; wrong rules are caught.</summary>
public sealed class RecordTriggerTests(ITestOutputHelper output)
{
    private delegate IReadOnlyList<Fired> Rule(Manifest manifest, IReadOnlyList<RecordChange> changes);

    private static readonly string[] fields = ["code", "count", "state"];

    private static readonly Entity[] entities = [.. new[] { "part", "order" }.Select(static name => new Entity
    {
        Name = name, Fields = fields.ToDictionary(static f => f, static f => new Field { Name = f, Type = FieldType.Text }, StringComparer.Ordinal),
    })];

    private static int Runs => Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 100_000 : 5_000;

    private static readonly (string Name, Rule Rule)[] wrongs =
    [
        ("the field is not looked at", static (m, c) => RecordTriggers.Of(With(m, static t => t with { Field = "" }), c)),
        ("another entity's changes count", static (m, c) => RecordTriggers.Of(With(m, static t => t with { Entity = "part" }), c)),
        ("a new record counts as changed", static (m, c) => RecordTriggers.Of(With(m, static t => t with { When = t.When == "updated" ? "created" : t.When }), c)),
        ("only the first change fires", static (m, c) => RecordTriggers.Of(m, [.. c.Take(1)])),
        ("the record as it was is sent", static (m, c) => RecordTriggers.Of(m, [.. c.Select(static one => one is { Before: { } before, After: not null } ? one with { After = before with { Body = one.After!.Body, Version = before.Version } } : one)])),
        ("schedules fire too", static (m, c) => RecordTriggers.Of(With(m, static t => t with { Kind = "record", When = t.When.Length > 0 ? t.When : "created", Entity = t.Entity.Length > 0 ? t.Entity : "part" }), c)),
    ];

    [Fact]
    public void Each_trigger_is_fired_by_the_changes_it_names_and_by_no_other()
    {
        var (seed, met) = (Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? Environment.TickCount : 20261127, new SortedDictionary<string, int>(StringComparer.Ordinal));
        var dice = new Random(seed);
        for (var run = 0; run < Runs; run++) Assert.Null(Broken(dice, RecordTriggers.Of, met));
        output.WriteLine($"{Runs} commits, seed {seed}: {string.Join(", ", met.Select(static one => $"{one.Key} {one.Value}"))}");
        Assert.Equal(["created", "created by field", "deleted", "deleted by field", "not by field", "updated", "updated by field"], met.Keys);
        foreach (var (name, rule) in wrongs)
        {
            var (tries, why) = (0, (string?)null);
            for (dice = new Random(5); why is null && tries < 2_000; tries++) why = Broken(dice, rule, []);
            output.WriteLine($"{name}: caught in commit {tries}: {why}");
            Assert.True(why is not null, $"{name} was not caught");
        }
    }

    [Fact]
    public void A_large_record_is_told_as_it_is_alone()
    {
        var manifest = new Manifest { Id = "demo/probe", Version = "1.0.0", Name = "n", Summary = "s", Runtime = new RuntimeSpec(default, 0, 0, 0), Triggers = [new("record", "f", "part", "updated", "", "", "", "", "")] };
        foreach (var (length, told) in new[] { (1_000, true), (RecordTriggers.LargestBefore, false) })
        {
            var change = new RecordChange(entities[0], "r", Row(entities[0], "r", 1, new() { ["code"] = new string('x', length) }), Row(entities[0], "r", 2, new() { ["code"] = "y" }));
            Assert.Equal(told, JsonElement.Parse(Assert.Single(RecordTriggers.Of(manifest, [change])).Input).TryGetProperty("before", out _));
        }
    }

    private static string? Broken(Random dice, Rule rule, SortedDictionary<string, int> met)
    {
        var triggers = Enumerable.Range(0, dice.Next(1, 5)).Select(i => Trigger(dice, i)).ToList();
        var plain = Enumerable.Range(0, dice.Next(1, 4)).Select(i => Change(dice, $"r{i}")).ToList();
        var manifest = new Manifest { Id = "demo/probe", Version = "1.0.0", Name = "n", Summary = "s", Runtime = new RuntimeSpec(default, 0, 0, 0), Triggers = triggers };
        var fired = rule(manifest, [.. plain.Select(static one => one.Change)]);
        var at = 0;
        foreach (var (entity, before, after, change) in plain)
        {
            var when = before is null ? "created" : after is null ? "deleted" : "updated";
            var differing = fields.Where(f => (before?.GetValueOrDefault(f) ?? "") != (after?.GetValueOrDefault(f) ?? "")).ToList();
            foreach (var trigger in triggers.Where(t => t.Kind == "record" && t.Entity == entity && t.When == when))
            {
                if (trigger.Field.Length > 0 && !differing.Contains(trigger.Field))
                {
                    met["not by field"] = met.GetValueOrDefault("not by field") + 1;
                    continue;
                }
                var word = when + (trigger.Field.Length > 0 ? " by field" : "");
                met[word] = met.GetValueOrDefault(word) + 1;
                if (at == fired.Count) return $"{trigger.Function} was not called for {change.Id}";
                if (fired[at].Function != trigger.Function) return $"{fired[at].Function} was called in place of {trigger.Function}";
                if (Said(JsonElement.Parse(fired[at].Input), (entity, when, change), differing) is { } wrong) return wrong;
                at++;
            }
        }
        return at == fired.Count ? null : $"{fired[at].Function} was called for nothing";
    }

    private static string? Said(JsonElement input, (string Entity, string When, RecordChange Change) what, List<string> differing)
    {
        var (entity, when, change) = what;
        if (input.GetProperty("entity").GetString() != entity || input.GetProperty("when").GetString() != when || input.GetProperty("id").GetString() != change.Id) return "it names another change";
        if (!input.GetProperty("changed").EnumerateArray().Select(static f => f.GetString()).SequenceEqual(differing)) return "it names other fields";
        var record = input.GetProperty("record");
        if (record.GetProperty("version").GetInt64() != (change.After ?? change.Before)!.Version) return "the record is of another version";
        foreach (var field in fields)
            if (Text(record, field) != Text(JsonElement.Parse((change.After ?? change.Before)!.Body), field)) return $"the record has another {field}";
        if (input.TryGetProperty("before", out var before) != (when == "updated")) return "it tells of before where there is none, or does not where there is";
        return when == "updated" && before.GetProperty("version").GetInt64() != change.Before!.Version ? "what was before is of another version" : null;
    }

    private static TriggerSpec Trigger(Random dice, int i) => dice.Next(6) == 0
        ? new TriggerSpec("schedule", $"f{i}", "", "", "", "0 8 * * *", "", "", "")
        : new TriggerSpec("record", $"f{i}", dice.Next(2) == 0 ? "part" : "order", new[] { "created", "updated", "deleted" }[dice.Next(3)], dice.Next(2) == 0 ? "" : fields[dice.Next(3)], "", "", "", "");

    private static (string Entity, Dictionary<string, string>? Before, Dictionary<string, string>? After, RecordChange Change) Change(Random dice, string id)
    {
        var entity = entities[dice.Next(2)];
        var (before, after) = dice.Next(3) switch { 0 => (null, Body(dice)), 1 => (Body(dice), null), _ => (Body(dice), (Dictionary<string, string>?)Body(dice)) };
        return (entity.Name, before, after, new RecordChange(entity, id, Row(entity, id, 1, before), Row(entity, id, 2, after)));
    }

    private static Dictionary<string, string> Body(Random dice) =>
        fields.Where(_ => dice.Next(3) > 0).ToDictionary(static f => f, _ => dice.Next(2).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private static RecordRow? Row(Entity entity, string id, long version, Dictionary<string, string>? body) => body is null ? null : new RecordRow
    {
        Entity = entity.Name, Id = id, Version = version, CreatedAt = DateTimeOffset.UnixEpoch, CreatedBy = "li", UpdatedAt = DateTimeOffset.UnixEpoch,
        Body = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(body)),
    };

    private static string Text(JsonElement body, string field) => body.TryGetProperty(field, out var value) ? value.GetString()! : "";

    private static Manifest With(Manifest manifest, Func<TriggerSpec, TriggerSpec> change) => manifest with { Triggers = [.. manifest.Triggers.Select(change)] };
}
