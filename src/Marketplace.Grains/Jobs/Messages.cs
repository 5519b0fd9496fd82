using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Jobs;
using Marketplace.Domain.Records;
using Marketplace.Grains.Documents;
using Marketplace.Storage;
using Marketplace.Storage.Delivery;

namespace Marketplace.Grains.Jobs;

/// <summary>A call that the host owes an install: a job, a device reading, an event, an install hook. <see cref="Trace"/> is the W3C trace
/// parent of its cause, or empty.</summary>
public sealed record PendingCall(string Tenant, string App, string Function, string Input, string Actor, string Trace = "")
{
    /// <summary>A word of <see cref="Causes"/>; null in what earlier hosts promised.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Cause { get; init; }

    /// <summary>The job that it is a step of; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Job { get; init; }

    /// <summary>The installs whose calls led to it; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<string>? Chain { get; init; }

    /// <summary>The app that asked for it, the id of what it proposed, and the roles of who called; null unless it is another app's call.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? From { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Effect { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<string>? Roles { get; init; }
}

/// <summary>A command that the host owes a device.</summary>
public sealed record PendingCommand(string Tenant, string App, string Device, string Id, string Command, string Payload, string Trace = "");

/// <summary>An event of an install, as CloudEvents 1.0.</summary>
public sealed record PendingEvent(string Tenant, string App, string Type, string Event, string Trace = "")
{
    /// <summary>The one app that hears it; null for every app of the firm that listens.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? For { get; init; }

    /// <summary>The installs whose calls led to it, the emitting one last; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<string>? Chain { get; init; }
}

/// <summary>The next time of a schedule. What became of the install and its manifest meanwhile is looked at when it comes.</summary>
public sealed record PendingTick(string Tenant, string App, string Install, string Name, DateTimeOffset Due);

/// <summary>What a unit of work promises to others. The message is in the commit of the effect; who receives it applies it once.</summary>
internal static class Messages
{
    /// <summary>Kinds of due work and of outbox messages.</summary>
    public const string CallKind = "call", DeviceKind = "device", EventKind = "event", SettleKind = "settle", KeepKind = "keep", ImportKind = "import",
        UpgradeKind = "upgrade", TickKind = "tick", PurgeKind = "purge", BillKind = "bill", CloseKind = "close", BoardKind = "board";

    /// <summary>A later call of an app's function. The id becomes the call's operation, so it takes effect once.</summary>
    public static void Call(Unit unit, string id, PendingCall call, DateTimeOffset now, DateTimeOffset due) =>
        DueFacts.Add(unit, Operation(call.Tenant, id), CallKind, $"{call.Tenant}/{call.App}",
            JsonSerializer.SerializeToUtf8Bytes(call, GrainJson.Default.PendingCall), now, due);

    /// <summary>A call that cannot be made, for its owner to see: to be sent by hand, or dropped.</summary>
    public static void Undone(Unit unit, string id, PendingCall call, Refusal why, DateTimeOffset now) =>
        DueFacts.AddDead(unit, Operation(call.Tenant, id), CallKind, $"{call.Tenant}/{call.App}", JsonSerializer.SerializeToUtf8Bytes(call, GrainJson.Default.PendingCall), Note(why), now);

    /// <summary>The operation id of such a call.</summary>
    public static string Operation(string tenant, string id) => $"call:{tenant}:{id}";

    /// <summary>A refusal as it is noted with what was given up: the code, and on a second line its facts.</summary>
    public static string Note(Refusal refusal) =>
        refusal.Facts.Count == 0 ? refusal.Code : $"{refusal.Code}\n{JsonSerializer.Serialize(refusal.Facts, GrainJson.Default.IReadOnlyDictionaryStringString)}";

    /// <summary>The refusal of such a note; what is none was a fault of the host's own.</summary>
    public static Refusal Noted(string note)
    {
        var line = note.IndexOf('\n', StringComparison.Ordinal);
        var code = line < 0 ? note : note[..line];
        if (!Codes.Status.ContainsKey(code)) return Refusal.Of(Codes.HostFault);
        return line < 0 ? Refusal.Of(code) : new Refusal(code, JsonSerializer.Deserialize(note[(line + 1)..], GrainJson.Default.IReadOnlyDictionaryStringString)!);
    }

    /// <summary>A command to a device, in order per install and device.</summary>
    public static void Device(Unit unit, string tenant, string app, Effect.DeviceSend send, DateTimeOffset now, string trace)
    {
        var command = new PendingCommand(tenant, app, send.Device, send.Id, send.Command, send.Payload, trace);
        OutboxFacts.Send(unit, $"{tenant}:{send.Id}", $"{tenant}/{app}", $"device:{tenant}/{Keys.Folded(send.Device)}", DeviceKind,
            JsonSerializer.SerializeToUtf8Bytes(command, GrainJson.Default.PendingCommand), now);
    }

    /// <summary>An event of the app, to whoever in the firm consumes it.</summary>
    public static void Event(Unit unit, Firing from, Effect.Emit emit, Call call, string install)
    {
        var (tenant, app, trace) = (from.Tenant, from.App, from.Trace);
        var type = EventRules.TypeOf(app, emit.Type);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", emit.Id);
            json.WriteString("type", type);
            json.WriteString("source", $"/tenants/{tenant}/installs/{app}");
            json.WriteString("time", Forms.TimeText(call.Now));
            json.WriteString("datacontenttype", "application/json");
            json.WriteString("tenantid", tenant);
            json.WriteString("installid", install);
            json.WriteString("invocationid", call.Invocation);
            if (trace.Length > 0) json.WriteString("traceparent", trace);
            json.WritePropertyName("data");
            json.WriteRawValue(emit.Data);
            json.WriteEndObject();
        }
        var pending = new PendingEvent(tenant, app, type, Encoding.UTF8.GetString(stream.ToArray()), trace) { Chain = from.Chain };
        OutboxFacts.Send(unit, $"{tenant}:{emit.Id}", $"{tenant}/{app}", $"events:{tenant}", EventKind,
            JsonSerializer.SerializeToUtf8Bytes(pending, GrainJson.Default.PendingEvent), call.Now);
    }
}
