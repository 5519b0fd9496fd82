using System.Runtime.CompilerServices;
using System.Text.Json;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Schemas;

namespace Marketplace.Domain.Jobs;

/// <summary>Who hears an event, and whether it is what its app said it would be.</summary>
public static class EventRules
{
    /// <summary>The scope that hearing other apps' events needs; <c>:publisher.app</c> after it narrows it to one app.</summary>
    public const string Subscribe = "subscribe:app.event";

    private static readonly ConditionalWeakTable<EventSpec, JsonSchema> Read = [];

    /// <summary>The CloudEvents type of an app's event.</summary>
    public static string TypeOf(string app, string name) => $"{Keys.Owner(app)}.{Keys.Name(app)}.{name}.v1";

    /// <summary>The app that emits a type, or null when it is no app's.</summary>
    public static string? Emitter(string type)
    {
        var parts = type.Split('.');
        return parts is [var publisher, var app, { Length: > 0 }, "v1"] && Keys.IsApp($"{publisher}/{app}") ? $"{publisher}/{app}" : null;
    }

    /// <summary>The scope that an app needs to hear a type, or empty for its own events. What happens to shared things needs the scope of their
    /// kind, as <c>subscribe:finance.voucher</c>.</summary>
    public static string Needs(string app, string type) => Emitter(type) is not { } emitter || emitter == app ? ""
        : Resources.SharedServices.Names.Contains(Keys.Owner(emitter)) ? $"subscribe:{Keys.Owner(emitter)}.{Keys.Name(emitter)}" : $"{Subscribe}:{emitter.Replace('/', '.')}";

    /// <summary>The functions of an app that hear a type: declared in <c>consumes</c>, started by a trigger, and granted. Each once.</summary>
    public static IReadOnlyList<string> Hearing(Manifest manifest, IReadOnlyList<string> grants, string type)
    {
        if (!manifest.Consumes.Contains(type, StringComparer.Ordinal)) return [];
        var needs = Needs(manifest.Id, type);
        if (needs.Length > 0 && !Scopes.Covers(grants, needs)) return [];
        return [.. manifest.Triggers.Where(trigger => trigger.Kind == Causes.Event && trigger.Type == type).Select(static trigger => trigger.Function).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>What does not fit an emitted event's schema, or null.</summary>
    public static SchemaError? Misfit(EventSpec declared, string data)
    {
        if (declared.Schema.ValueKind == JsonValueKind.Undefined) return null;
        var schema = Read.GetValue(declared, static spec => JsonSchema.Parse(spec.Schema).Must());
        using var value = JsonDocument.Parse(data, new JsonDocumentOptions { MaxDepth = 64 });
        return schema.Check(value.RootElement).FirstOrDefault();
    }
}
