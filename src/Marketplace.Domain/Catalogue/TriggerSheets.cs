using Marketplace.Domain.Devices;
using Marketplace.Domain.Jobs;
using Marketplace.Domain.Schemas;

namespace Marketplace.Domain.Catalogue;

/// <summary>Reads <c>triggers</c>; each kind has its own keys.</summary>
internal static class TriggerSheets
{
    private static readonly Dictionary<string, string[]> KeysOf = new(StringComparer.Ordinal)
    {
        ["record"] = ["on", "function", "entity", "when", "field"],
        ["schedule"] = ["on", "function", "cron", "zone", "days"],
        ["event"] = ["on", "function", "type"],
        ["webhook"] = ["on", "function"],
        ["device"] = ["on", "function", "series", "window"],
        ["install"] = ["on", "function"],
        ["upgrade"] = ["on", "function"],
        ["uninstall"] = ["on", "function"],
    };

    public static List<TriggerSpec> Read(Sheet top, FindingList findings)
    {
        var list = new List<TriggerSpec>();
        foreach (var node in top.List("triggers")) list.Add(One(node, findings));
        return list;
    }

    private static TriggerSpec One(Located node, FindingList findings)
    {
        var word = node["on"]?.Text ?? "";
        var keys = KeysOf.GetValueOrDefault(word, [.. ManifestKeys.Trigger]);
        var sheet = new Sheet(findings, node, word.Length > 0 ? $"a trigger on \"{word}\"" : "a trigger", keys);
        var kind = sheet.Word("on", ManifestKeys.TriggerKinds, required: true);
        var trigger = new TriggerSpec(kind, sheet.Text("function", required: true),
            sheet.Text("entity", required: kind == "record"),
            kind == "record" ? sheet.Word("when", ManifestKeys.RecordChanges, required: true) : "",
            kind == "record" ? sheet.Text("field") : "",
            sheet.Text("cron", required: kind == "schedule"), sheet.Text("zone"),
            sheet.Text("type", required: kind == "event"), sheet.Text("series", required: kind == "device"))
        {
            Days = kind == "schedule" ? sheet.Word("days", ManifestKeys.ScheduleDays) : "",
            Window = kind == "device" && node["window"] is { } window ? Windows(window, findings) : null,
        };
        if (trigger.Cron.Length > 0 && CronShape.Fault(trigger.Cron) is { } fault)
            findings.Red(node["cron"]!, "cron", $"\"{trigger.Cron}\" is no schedule: {fault}", "Write minute hour day month weekday, such as \"30 6 * * 1-5\".");
        else if (trigger.Cron.Length > 0 && !ScheduleRules.Comes(trigger.Cron))
            findings.Red(node["cron"]!, "cron", $"\"{trigger.Cron}\" never comes: no month has such a day.", "Choose a day that the month has, such as \"0 8 28 2 *\".");
        if (trigger.Zone.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(trigger.Zone, out _))
            findings.Red(node["zone"]!, "zone", $"\"{trigger.Zone}\" is no time zone.", "Use an IANA name such as \"Asia/Shanghai\".");
        return trigger;
    }

    private static WindowSpec? Windows(Located node, FindingList findings)
    {
        var sheet = new Sheet(findings, node, "a window", ManifestKeys.Window);
        TimeSpan? Length(string key)
        {
            var text = sheet.Text(key);
            if (text.Length == 0) return null;
            if (WindowSpec.Length(text) is { } span) return span;
            findings.Red(node[key]!, "window", $"\"{text}\" is no length of time.", "Write a whole number and s, m or h, such as \"15m\".");
            return null;
        }

        if (node["size"] is null) sheet.Text("size", required: true);
        var (size, step, rollover) = (Length("size"), Length("step"), sheet.Text("rollover"));
        if (size is not { } length) return null;
        var over = rollover.Length == 0 ? null : Quantity.Read(System.Text.Encoding.UTF8.GetBytes(rollover));
        if (rollover.Length > 0 && over is null) findings.Red(node["rollover"]!, "window", $"\"{rollover}\" is no number.", "Write the value at which the meter begins at nothing again, such as \"1000000\".");
        var window = new WindowSpec(length, step ?? length, Length("lateness") ?? TimeSpan.Zero, sheet.Flag("counter"), over);
        if (window.Fault is not { } fault) return window;
        findings.Red(node[fault.Member] ?? node, "window", $"\"{fault.Member}\" of a window must be {fault.Rule}.", "Change the window.");
        return null;
    }
}
