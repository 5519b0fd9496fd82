using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Json.Schema;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Publishing;

namespace Marketplace.Tests.Apps.Mkt;

/// <summary><c>sdk/schema/app.schema.json</c>, from which editors complete a manifest, says what <c>ManifestReader</c> says.</summary>
public sealed class ManifestSchemaTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Places.Root, "sdk", "schema", "app.schema.json"));
    private static readonly JsonElement Root = JsonElement.Parse(Text);
    private static readonly JsonSchema Schema = JsonSchema.FromText(Text);

    /// <summary>What the reader reports under these rules a schema can express, always.</summary>
    private static readonly string[] Expressible =
        ["manifest.unknownKey", "manifest.id", "manifest.type", "manifest.version", "manifest.localeKey", "manifest.reserved", "manifest.notForType", "manifest.cap", "manifest.purpose"];

    public static TheoryData<string, string> Objects() => new()
    {
        { "", nameof(ManifestKeys.Top) }, { "/properties/runtime", nameof(ManifestKeys.Runtime) }, { "/properties/runtime/properties/budget", nameof(ManifestKeys.Budget) },
        { "/$defs/entity", nameof(ManifestKeys.Entity) }, { "/$defs/field", nameof(ManifestKeys.Field) }, { "/$defs/function", nameof(ManifestKeys.Function) },
        { "/$defs/trigger", nameof(ManifestKeys.Trigger) }, { "/$defs/window", nameof(ManifestKeys.Window) }, { "/$defs/menuItem", nameof(ManifestKeys.Menu) }, { "/$defs/permission", nameof(ManifestKeys.Permission) },
        { "/$defs/purpose", nameof(ManifestKeys.Purpose) }, { "/$defs/egress", nameof(ManifestKeys.Egress) }, { "/$defs/emit", nameof(ManifestKeys.Emit) },
        { "/$defs/share", nameof(ManifestKeys.Share) }, { "/$defs/plan", nameof(ManifestKeys.Plan) }, { "/$defs/migration", nameof(ManifestKeys.Migration) },
    };

    public static TheoryData<string> Manifests() =>
        [.. new[] { Places.Apps, Path.Combine(Places.Root, "sdk", "templates"), Places.WaitingReleases }
            .SelectMany(f => Directory.EnumerateFiles(f, "app.json", SearchOption.AllDirectories)).Select(f => Path.GetRelativePath(Places.Root, f)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Objects))]
    public void Knows_the_keys_that_the_reader_knows_and_no_others(string pointer, string list)
    {
        var known = (IReadOnlyList<string>)typeof(ManifestKeys).GetField(list)!.GetValue(null)!;
        Assert.Equal(known.Order(StringComparer.Ordinal), At(pointer).GetProperty("properties").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Has_every_list_of_keys()
    {
        string[] words = [nameof(ManifestKeys.TriggerKinds), nameof(ManifestKeys.RecordChanges), nameof(ManifestKeys.PlanKinds), nameof(ManifestKeys.Classes), nameof(ManifestKeys.FieldTypes), nameof(ManifestKeys.ScheduleDays)];
        Assert.Equal(typeof(ManifestKeys).GetFields().Select(f => f.Name).Except(words).Order(StringComparer.Ordinal), Objects().Select(o => o.Data.Item2).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Offers_the_words_that_the_reader_knows()
    {
        Assert.Equal(ManifestKeys.FieldTypes, Words("/$defs/field/properties/type/enum"));
        Assert.Equal(ManifestKeys.TriggerKinds, Words("/$defs/trigger/properties/on/enum"));
        Assert.Equal(ManifestKeys.RecordChanges, Words("/$defs/trigger/properties/when/enum"));
        Assert.Equal(ManifestKeys.ScheduleDays, Words("/$defs/trigger/properties/days/enum"));
        Assert.Equal(ManifestKeys.PlanKinds, Words("/$defs/plan/properties/kind/enum"));
        Assert.Equal(["", .. ManifestKeys.Classes], Words("/$defs/class/enum"));
        Assert.Equal(ManifestNames.Reserved, Words("/$defs/name/not/enum"));
        Assert.Equal(ManifestNames.ReservedFields, Words("/$defs/fieldName/not/enum"));
        Assert.Equal(Domain.Schemas.JsonSchema.Types, Words("/$defs/schemaType/enum"));
        Assert.Equal(Domain.Schemas.JsonSchema.Keywords, At("/$defs/schema/properties").EnumerateObject().Select(p => p.Name));
        Assert.StartsWith($"^({string.Join('|', Scopes.Verbs)}):", At("/$defs/permission/properties/scope/pattern").GetString());
        Assert.Equal((Budget.Default.CpuMs, Budget.Default.MemoryMb, Budget.Default.HostCalls), (Most("cpuMs"), Most("memoryMb"), Most("hostCalls")));
    }

    [Theory, MemberData(nameof(Manifests))]
    public void Accepts_every_manifest_of_the_repository(string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Places.Root, file));
        Assert.Equal("", Wrong(JsonElement.Parse(bytes)));
        Assert.NotNull(ManifestReader.Read(bytes).Manifest);
    }

    [Theory, MemberData(nameof(CheckTests.Cases), MemberType = typeof(CheckTests))]
    public void Refuses_the_broken_ones_where_a_schema_can(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(CheckTests.Broken, name, "app.json"));
        if (CheckTests.SchemaSees(name)) Assert.NotEqual("", Wrong(JsonElement.Parse(bytes)));
        else Assert.True(!IsJson(bytes) || Wrong(JsonElement.Parse(bytes)).Length == 0); // the case says truly that only the tool sees it
    }

    /// <summary>One change somewhere in a good manifest: what the schema refuses the reader refuses, and the other way round where a
    /// schema can say it. An editor that marks what the tool accepts, or the reverse, would teach authors to ignore both.</summary>
    [Fact]
    public void Agrees_with_the_reader_on_any_manifest_with_one_change()
    {
        var good = Manifests().Select(m => File.ReadAllText(Path.Combine(Places.Root, m.Data))).ToList();
        Gen.Select(Gen.Int[0, good.Count - 1], Gen.Int[0, 100_000], Gen.Int[0, Changes.Kinds - 1], Gen.Int[0, 100_000]).Sample((which, where, kind, what) =>
        {
            var changed = Changes.Make(JsonNode.Parse(good[which])!, where, kind, what).ToJsonString();
            var wrong = Wrong(JsonElement.Parse(changed));
            var red = ManifestReader.Read(Encoding.UTF8.GetBytes(changed)).Findings.Where(f => f.Severity == Severity.Red).ToList();
            if (wrong.Length > 0 && red.Count == 0) Assert.Fail($"only the schema refuses: {wrong}\n{changed}");
            if (wrong.Length == 0 && red.FirstOrDefault(f => Expressible.Contains(f.Rule)) is { } missed) Assert.Fail($"only the reader refuses: {missed.Rule} {missed.Pointer} {missed.Message}\n{changed}");
        }, iter: Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 20_000 : 200, threads: 1); // the schema library shares what it learns between calls
    }

    private static string Wrong(JsonElement manifest)
    {
        var result = Schema.Evaluate(manifest, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return result.IsValid ? "" : string.Join('\n', (result.Details ?? []).Where(d => d.Errors is { Count: > 0 }).Select(d => $"{d.InstanceLocation}: {string.Join(", ", d.Errors!.Values)}").Append("it does not fit"));
    }

    private static bool IsJson(byte[] bytes)
    {
        try
        {
            JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false }).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static int Most(string key) => At($"/properties/runtime/properties/budget/properties/{key}/maximum").GetInt32();

    private static IEnumerable<string> Words(string pointer) => At(pointer).EnumerateArray().Select(w => w.GetString()!);

    private static JsonElement At(string pointer) =>
        pointer.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(Root, (at, name) => at.GetProperty(name));
}
