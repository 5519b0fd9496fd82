using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Records;
using Marketplace.Domain.Views;
using Marketplace.Views.Apps;

namespace Marketplace.Tests.Unit.Views;

/// <summary>An app on paper: rows that stand in the test, and the calls that a view makes.</summary>
internal sealed class PaperApp : IViewSource
{
    public PaperApp(params string[] roles) => Person = new ViewPerson("worker-1", "甲", roles);

    public Manifest Manifest { get; } = new()
    {
        Id = "demo/paper", Version = "1.0.0", Name = "app.name", Summary = "app.summary", Runtime = new RuntimeSpec(new DateOnly(2026, 1, 1), 0, 0, 0),
        Entities = new Dictionary<string, Entity>
        {
            ["recipe"] = new()
            {
                Name = "recipe", Label = "entity.recipe",
                Fields = new Dictionary<string, Field>
                {
                    ["code"] = new() { Name = "code", Type = FieldType.Text, Label = "field.code", Unique = true },
                    ["status"] = new() { Name = "status", Type = FieldType.Choice, Label = "field.status", Enum = ["draft", "approved"] },
                    ["machine"] = new() { Name = "machine", Type = FieldType.Reference, Ref = "machine" },
                    ["price"] = new() { Name = "price", Type = FieldType.Money },
                },
            },
            ["machine"] = new() { Name = "machine", Fields = new Dictionary<string, Field> { ["code"] = new() { Name = "code", Type = FieldType.Text, Unique = true } } },
        },
        Functions = new Dictionary<string, FunctionSpec>
        {
            ["approve"] = new() { Handler = "approve", Roles = ["leader"] },
            ["judge"] = new() { Handler = "judge", Input = JsonElement.Parse("""{"properties":{"status":{"enum":["draft","approved"]}}}""") },
            ["release"] = new() { Handler = "release", SecondSigners = ["leader", "owner"] },
        },
    };

    public ViewPerson Person { get; }
    public IReadOnlyDictionary<string, string> Texts { get; init; } = new Dictionary<string, string>
    {
        ["field.code"] = "编号", ["field.status"] = "状态", ["state.draft"] = "草稿", ["state.approved"] = "已批准", ["act.approve"] = "批准", ["t"] = "工艺",
        ["refusal.tag.unknown"] = "没有登记这个标识：{code}", ["act.release"] = "双签放行", ["entity.machine"] = "机床",
    };
    public IReadOnlyDictionary<string, string> People { get; } = new Dictionary<string, string> { ["worker-1"] = "操作工甲" };
    public Dictionary<string, List<JsonElement>> Rows { get; } = [];
    public RowSource.Records? Asked { get; private set; }

    public PaperApp With(string entity, params string[] rows)
    {
        Rows[entity] = [.. rows.Select(r => JsonSerializer.Deserialize<JsonElement>(r))];
        return this;
    }

    /// <summary>Views that others refer to.</summary>
    public Dictionary<string, View> Views { get; } = [];

    public Task<View?> View(string name, CancellationToken cancel) => Task.FromResult(Views.GetValueOrDefault(name));

    public Task<Answer<IReadOnlyList<JsonElement>>> Records(RowSource.Records query, CancellationToken cancel)
    {
        if (query.Entity == "recipe") Asked = query;
        return Task.FromResult(new Answer<IReadOnlyList<JsonElement>> { Value = Rows.GetValueOrDefault(query.Entity) ?? [] });
    }

    public Task<Answer<IReadOnlyList<JsonElement>>> Groups(RowSource.Groups query, CancellationToken cancel) =>
        Task.FromResult(new Answer<IReadOnlyList<JsonElement>> { Value = Rows.GetValueOrDefault("groups") ?? [] });

    public Task<Answer<JsonElement>> Record(string entity, string id, CancellationToken cancel) =>
        Task.FromResult(Rows.GetValueOrDefault(entity)?.FirstOrDefault(r => r.GetProperty("id").GetString() == id) is { ValueKind: JsonValueKind.Object } row
            ? new Answer<JsonElement> { Value = row } : Refusal.Of(Codes.NotFound));

    public Task<Answer<JsonElement>> Insert(string entity, JsonElement body, string operation, CancellationToken cancel) => throw new InvalidOperationException("not asked for");

    public Task<Answer<IReadOnlyList<JsonElement>>> Invocations(string function, int limit, CancellationToken cancel) =>
        Task.FromResult(new Answer<IReadOnlyList<JsonElement>> { Value = Rows.GetValueOrDefault("log") ?? [] });

    public Task<Answer<ViewCall>> Call(string function, JsonElement input, string secondSignature, string operation, CancellationToken cancel) =>
        throw new InvalidOperationException("not asked for");
}
