using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Views;

namespace Marketplace.Views.Apps;

/// <summary>What scan.js is told: the view, where to post, and the words; nothing that decides anything.</summary>
internal static class ScanSettings
{
    public static string Write(View.Scan view, ViewPaths paths, IViewSource source, Words words, Labels labels, IReadOnlyList<JsonElement> history)
    {
        var next = new JsonArray();
        foreach (var action in view.Next.Where(a => ActionButtons.IsOffered(a, source))) next.Add(Action(action, source, words, labels));
        var settings = new JsonObject
        {
            ["calls"] = paths.Calls,
            ["key"] = $"{source.Manifest.Id}/{view.Function}",
            ["function"] = view.Function,
            ["placeInput"] = view.Place.Input,
            ["scanInput"] = view.ScanInput,
            ["answer"] = new JsonObject
            {
                ["field"] = view.Answer.Field, ["green"] = view.Answer.Green, ["red"] = view.Answer.Red,
                ["state"] = view.Answer.State, ["reason"] = view.Answer.Reason, ["parameters"] = view.Answer.Parameters,
            },
            ["next"] = next,
            ["follow"] = view.Follow is { } follow ? Follow(follow, labels) : null,
            ["history"] = new JsonArray([.. history.Select(row => Line(row, view))]),
            ["words"] = new JsonObject(ScanWords.All.Select(key => KeyValuePair.Create(key, (JsonNode?)words[key]))),
            ["texts"] = new JsonObject(source.Texts.Select(static t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value))),
        };
        return settings.ToJsonString();
    }

    private static JsonObject Action(ViewAction action, IViewSource source, Words words, Labels labels) => new()
    {
        ["function"] = action.Function,
        ["label"] = labels[action.Label],
        ["when"] = action.When,
        ["input"] = action.Input.ValueKind == JsonValueKind.Object ? JsonNode.Parse(action.Input.GetRawText()) : new JsonObject(),
        ["confirm"] = labels[action.Confirm],
        ["second"] = action.SecondSignature || source.Manifest.Functions.TryGetValue(action.Function, out var function) && function.SecondSigners.Count > 0,
        ["signers"] = Signers(action, source, words),
        ["fields"] = new JsonArray([.. action.Fields.Select(f => Blank(f, action, source, labels))]),
    };

    // A choice carries its words: the page looks nothing up.
    private static JsonObject Blank(InputField field, ViewAction action, IViewSource source, Labels labels) => new()
    {
        ["name"] = field.Name, ["label"] = labels.Heading(field.Label, field.Name, null), ["required"] = field.Required, ["type"] = field.Type, ["help"] = labels[field.Help],
        ["options"] = new JsonArray([.. InputRow.SchemaChoices(source, action.Function, field.Name, labels).Select(c => new JsonArray(c.Value, c.Text))]),
    };

    private static string Signers(ViewAction action, IViewSource source, Words words) =>
        source.Manifest.Functions.TryGetValue(action.Function, out var function) && function.SecondSigners.Count > 0
            ? string.Join(words["scan.or"], function.SecondSigners.Select(role => words[$"role.{role}"]))
            : words["scan.other"];

    private static JsonObject Follow(ScanFollow follow, Labels labels) => new()
    {
        ["entity"] = follow.Entity, ["id"] = follow.Id, ["state"] = follow.State, ["reason"] = follow.Reason,
        ["until"] = new JsonArray([.. follow.Until.Select(static s => (JsonNode)s)]),
        ["ready"] = new JsonArray([.. follow.Ready.Select(static s => (JsonNode)s)]),
        ["readyText"] = labels[follow.ReadyText], ["waitText"] = labels[follow.WaitText],
    };

    private static JsonObject Line(JsonElement row, View.Scan view) => new()
    {
        ["at"] = Row.Text(row, "at"),
        ["code"] = Row.Text(row, $"input.{view.ScanInput}"),
        ["place"] = Row.Text(row, $"input.{view.Place.Input}"),
        ["answer"] = Row.Text(row, $"result.{view.Answer.Field}"),
        ["reason"] = Row.Text(row, "outcome") == "completed" ? Row.Text(row, $"result.{view.Answer.Reason}") : Row.Text(row, "code"),
    };
}
