namespace Marketplace.Domain.Catalogue;

/// <summary>Every key of <c>app.json</c>, object by object. The published JSON Schema lists the same; a test compares them.</summary>
public static class ManifestKeys
{
    public static readonly IReadOnlyList<string> Top =
    [
        "$schema", "id", "version", "name", "summary", "description", "sectors", "categories", "icon", "runtime", "entities",
        "functions", "triggers", "views", "menu", "roles", "settings", "permissions", "egress", "exposes", "emits", "consumes",
        "shares", "plans", "migrations", "support",
    ];
    public static readonly IReadOnlyList<string> Runtime = ["compatibility", "budget"];
    public static readonly IReadOnlyList<string> Budget = ["cpuMs", "memoryMb", "hostCalls"];
    public static readonly IReadOnlyList<string> Entity = ["label", "fields", "indexes", "appendOnly", "retention", "exportable"];
    public static readonly IReadOnlyList<string> Field =
    [
        "label", "type", "required", "unique", "default", "min", "max", "maxLength", "pattern", "enum", "ref", "formula",
        "personal", "class", "scale",
    ];
    public static readonly IReadOnlyList<string> Function =
        ["handler", "label", "input", "output", "readOnly", "roles", "secondSigners"];
    public static readonly IReadOnlyList<string> Trigger =
        ["on", "function", "entity", "when", "field", "cron", "zone", "days", "type", "series", "window"];
    public static readonly IReadOnlyList<string> Window = ["size", "step", "lateness", "counter", "rollover"];
    public static readonly IReadOnlyList<string> Menu = ["view", "label", "roles"];
    public static readonly IReadOnlyList<string> Permission = ["scope", "purpose", "required", "cap"];
    public static readonly IReadOnlyList<string> Purpose = ["zh-CN", "en"];
    public static readonly IReadOnlyList<string> Egress = ["host", "purpose"];
    public static readonly IReadOnlyList<string> Emit = ["type", "schema"];
    public static readonly IReadOnlyList<string> Share = ["dataset", "fields", "level", "purpose", "class"];
    public static readonly IReadOnlyList<string> Plan = ["id", "kind", "price", "trialDays"];
    public static readonly IReadOnlyList<string> Migration = ["from", "handler", "down"];

    /// <summary>The words of <c>on</c>.</summary>
    public static readonly IReadOnlyList<string> TriggerKinds =
        ["record", "schedule", "event", "webhook", "device", "install", "upgrade", "uninstall"];
    /// <summary>The words of a schedule's <c>days</c>.</summary>
    public static readonly IReadOnlyList<string> ScheduleDays = [Jobs.StateCalendar.Work, Jobs.StateCalendar.Rest];
    /// <summary>The words of a record trigger's <c>when</c>.</summary>
    public static readonly IReadOnlyList<string> RecordChanges = ["created", "updated", "deleted"];
    /// <summary>The words of a plan's <c>kind</c>.</summary>
    public static readonly IReadOnlyList<string> PlanKinds = ["free", "month", "call", "result"];
    /// <summary>The classes of industrial data: 一般, 重要, 核心.</summary>
    public static readonly IReadOnlyList<string> Classes = ["general", "important", "core"];
    /// <summary>The field types, in the words of the file.</summary>
    public static readonly IReadOnlyList<string> FieldTypes =
    [
        "text", "longtext", "integer", "decimal", "money", "boolean", "date", "datetime", "duration", "choice", "reference",
        "attachment", "json",
    ];
}
