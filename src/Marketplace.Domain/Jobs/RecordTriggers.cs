using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Records;

namespace Marketplace.Domain.Jobs;

/// <summary>A function that a change of a record calls, and its input as JSON.</summary>
public sealed record Fired(string Function, string Input);

/// <summary>Which functions of an app a commit calls. Its net changes count: what came and went within one call calls nobody.</summary>
public static class RecordTriggers
{
    /// <summary>A record that is larger is told as it is and not as it was: what a commit promises must not outgrow what it writes.</summary>
    public const int LargestBefore = 65_536;

    /// <summary>The calls, in the order of the changes and then of the manifest.</summary>
    public static IReadOnlyList<Fired> Of(Manifest manifest, IReadOnlyList<RecordChange> changes)
    {
        List<Fired> fired = [];
        if (!manifest.Triggers.Any(static trigger => trigger.Kind == Causes.Record)) return fired;
        foreach (var change in changes)
        {
            var when = When(change);
            IReadOnlyList<string>? changed = null;
            foreach (var trigger in manifest.Triggers)
            {
                if (trigger.Kind != Causes.Record || trigger.Entity != change.Entity.Name || trigger.When != when) continue;
                changed ??= Changed(change);
                if (trigger.Field.Length == 0 || changed.Contains(trigger.Field, StringComparer.Ordinal)) fired.Add(new Fired(trigger.Function, Input(change, when, changed)));
            }
        }
        return fired;
    }

    /// <summary>The word of a trigger's <c>when</c> for a change.</summary>
    public static string When(RecordChange change) => change.Before is null ? "created" : change.After is null ? "deleted" : "updated";

    /// <summary>The fields whose values differ, of a new or removed record those that have one. Stored bodies are canonical: equal values are equal bytes.</summary>
    public static IReadOnlyList<string> Changed(RecordChange change)
    {
        var (before, after) = (Body(change.Before), Body(change.After));
        return [.. change.Entity.Fields.Keys.Where(name => !Raw(before, name).SequenceEqual(Raw(after, name)))];
    }

    private static JsonElement Body(RecordRow? row) => row is null ? default : JsonElement.Parse(row.Body);

    private static ReadOnlySpan<byte> Raw(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) ? JsonMarshal.GetRawUtf8Value(value) : [];

    private static string Input(RecordChange change, string when, IReadOnlyList<string> changed)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("entity"u8, change.Entity.Name);
            json.WriteString("when"u8, when);
            json.WriteString("id"u8, change.Id);
            json.WriteStartArray("changed"u8);
            foreach (var name in changed) json.WriteStringValue(name);
            json.WriteEndArray();
            json.WritePropertyName("record"u8);
            RecordJson.WriteOne(json, change.After ?? change.Before!, []);
            if (change is { Before: { } before, After: not null } && before.Body.Length <= LargestBefore)
            {
                json.WritePropertyName("before"u8);
                RecordJson.WriteOne(json, before, []);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
