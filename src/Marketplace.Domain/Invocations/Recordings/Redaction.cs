using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Marketplace.Domain.Catalogue;

namespace Marketplace.Domain.Invocations.Recordings;

/// <summary>Masks what a manifest marks as personal: every value under a field of such a name, wherever it stands, and its text wherever
/// it is repeated. A masked recording is inexact and says so.</summary>
public static class Redaction
{
    /// <summary>What stands in place of a text.</summary>
    public const string Mask = "***";

    /// <summary>Shorter texts are sought as whole values only, inside others they would hit half of everything: two characters of Chinese, four
    /// of others.</summary>
    private const int ShortestHan = 2, ShortestSought = 4;

    /// <summary>Names of the personal fields of all entities.</summary>
    public static IReadOnlySet<string> Personal(Manifest manifest) => manifest.Entities.Values
        .SelectMany(static entity => entity.Fields.Values).Where(static field => field.Personal).Select(static field => field.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>The masked recording.</summary>
    public static Recording Of(Recording recording, IReadOnlySet<string> personal)
    {
        var sought = Sought(recording, personal);
        byte[] Json(byte[] utf8) => utf8.Length == 0 ? utf8 : Masked(utf8, personal, sought);
        string Body(string json) => Encoding.UTF8.GetString(Json(Encoding.UTF8.GetBytes(json)));
        string Plain(string text) => Hidden(text, sought);
        Refusal? No(Refusal? refusal) => refusal is null ? null : refusal with
        {
            Facts = refusal.Facts.ToDictionary(static fact => fact.Key, fact => personal.Contains(fact.Key) ? Mask : Plain(fact.Value), StringComparer.Ordinal),
        };
        Effect Proposed(Effect effect) => effect switch
        {
            Effect.Insert e => e with { Body = Body(e.Body) },
            Effect.Update e => e with { Patch = Body(e.Patch) },
            Effect.Delete e => e,
            Effect.Emit e => e with { Data = Body(e.Data) },
            Effect.DeviceSend e => e with { Payload = Body(e.Payload) },
            Effect.JobStart e => e with { Input = Body(e.Input) },
            Effect.Act e => e with { Input = Body(e.Input) },
            Effect.Progress e => e,
            Effect.Share e => e with { Record = Body(e.Record) },
            Effect.AppCall e => e with { Input = Body(e.Input) },
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        var end = recording.End;
        var effects = end.Effects.Select(Proposed).ToList();
        return recording with
        {
            Exact = false,
            Call = recording.Call with
            {
                Input = Json(recording.Call.Input),
                Settings = Json(recording.Call.Settings),
                User = Mask,
                SecondSigner = recording.Call.SecondSigner.Length > 0 ? Mask : "",
            },
            Answers = [.. recording.Answers.Select(one => one with { Args = Json(one.Args), Json = Json(one.Json), Refusal = No(one.Refusal) })],
            End = end with
            {
                Result = Json(end.Result),
                Refusal = No(end.Refusal),
                Host = No(end.Host),
                Effects = effects,
                EffectsDigest = RecordingJson.Digest(effects),
                Logs = [.. end.Logs.Select(line => line with { Text = Plain(line.Text) })],
            },
        };
    }

    /// <summary>Every text under a personal name, and who called: the longest first, so that none hides in what is left of another.</summary>
    private static List<string> Sought(Recording recording, IReadOnlySet<string> personal)
    {
        HashSet<string> found = new(StringComparer.Ordinal);
        IEnumerable<byte[]> all =
        [
            recording.Call.Input, recording.Call.Settings, recording.End.Result, .. recording.Answers.SelectMany(static one => new[] { one.Args, one.Json }),
            .. recording.End.Effects.Select(static effect => effect switch
            {
                Effect.Insert e => Encoding.UTF8.GetBytes(e.Body),
                Effect.Update e => Encoding.UTF8.GetBytes(e.Patch),
                Effect.Emit e => Encoding.UTF8.GetBytes(e.Data),
                Effect.DeviceSend e => Encoding.UTF8.GetBytes(e.Payload),
                Effect.JobStart e => Encoding.UTF8.GetBytes(e.Input),
                Effect.Act e => Encoding.UTF8.GetBytes(e.Input),
                Effect.Share e => Encoding.UTF8.GetBytes(e.Record),
                Effect.AppCall e => Encoding.UTF8.GetBytes(e.Input),
                _ => [],
            }),
        ];
        foreach (var utf8 in all.Where(static json => json.Length > 0))
        {
            using var json = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 160 });
            Collect(json.RootElement, isPersonal: false, personal, found);
        }
        foreach (var person in new[] { recording.Call.User, recording.Call.SecondSigner }) found.Add(person);
        return [.. found.Where(static text => text.Length > 0 && text is not ("true" or "false" or "null" or "system")).OrderByDescending(static text => text.Length)];
    }

    private static void Collect(JsonElement value, bool isPersonal, IReadOnlySet<string> personal, HashSet<string> found)
    {
        if (value.ValueKind == JsonValueKind.Object)
            foreach (var member in value.EnumerateObject()) Collect(member.Value, isPersonal || personal.Contains(member.Name), personal, found);
        else if (value.ValueKind == JsonValueKind.Array)
            foreach (var item in value.EnumerateArray()) Collect(item, isPersonal, personal, found);
        else if (isPersonal && value.ValueKind == JsonValueKind.String && Text(value) is { } text) found.Add(text);
    }

    /// <summary>A text, or null for one with half a character, which no text of ours can hold.</summary>
    private static string? Text(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // an escape that is half a surrogate pair
        }
    }

    private static byte[] Masked(byte[] utf8, IReadOnlySet<string> personal, List<string> sought)
    {
        using var json = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 160 });
        var bytes = new ArrayBufferWriter<byte>(utf8.Length);
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 160 }))
            Write(json.RootElement, isPersonal: false, writer, personal, sought);
        return bytes.WrittenSpan.ToArray();
    }

    private static void Write(JsonElement value, bool isPersonal, Utf8JsonWriter writer, IReadOnlySet<string> personal, List<string> sought)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(sought.Contains(member.Name) && !personal.Contains(member.Name) ? Mask : member.Name);
                    Write(member.Value, isPersonal || personal.Contains(member.Name), writer, personal, sought);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Write(item, isPersonal, writer, personal, sought);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                if (isPersonal) writer.WriteStringValue(Mask);
                else if (Text(value) is { } text) writer.WriteStringValue(Hidden(text, sought));
                else value.WriteTo(writer);
                break;
            case JsonValueKind.Number when isPersonal:
                writer.WriteNumberValue(0);
                break;
            case JsonValueKind.True or JsonValueKind.False when isPersonal:
                writer.WriteNullValue();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static string Hidden(string text, List<string> sought)
    {
        foreach (var one in sought)
            if (text == one) return Mask;
            else if (one.Length >= (one.Any(static c => c >= 0x2E80) ? ShortestHan : ShortestSought)) text = text.Replace(one, Mask, StringComparison.Ordinal);
        return text;
    }
}
