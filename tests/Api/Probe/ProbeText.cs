namespace Marketplace.Tests.Api.Probe;

/// <summary>The texts of the probe app: one function for each way in which a call can end.</summary>
internal static class ProbeText
{
    public const string Manifest = """
        {
          "id": "$id",
          "version": "$version",
          "name": "app.name",
          "summary": "app.summary",
          "sectors": [$sectors],
          "categories": ["probes"],
          "runtime": { "compatibility": "2026-01-01", "budget": { "cpuMs": 50, "memoryMb": 32, "hostCalls": 50 } },
          "entities": {
            "note": {
              "label": "entity.note",
              "fields": {
                "code": { "type": "text", "required": true, "unique": true, "maxLength": 400 },
                "title": { "type": "text", "maxLength": 200 },
                "text": { "type": "longtext" },
                "count": { "type": "integer", "min": 0, "max": 1000000 },
                "amount": { "type": "decimal", "scale": 2 },
                "due": { "type": "date" },
                "data": { "type": "json" }
              },
              "indexes": [["title"], ["count"]]
            },
            "stamp": { "label": "entity.stamp", "appendOnly": true, "fields": { "code": { "type": "text", "required": true } } }
          },
          "functions": {
            "add": {
              "label": "function.add",
              "input": {
                "type": "object",
                "required": ["code"],
                "properties": { "code": { "type": "string", "minLength": 1 }, "count": { "type": "integer" } },
                "additionalProperties": false
              }
            },
            "total": { "label": "function.total", "readOnly": true, "input": {} },
            "same": { "label": "function.same", "input": {} },
            "deny": { "label": "function.deny", "input": {} },
            "spin": { "label": "function.spin", "input": {} },
            "boom": { "label": "function.boom", "input": {} },
            "large": { "label": "function.large", "input": {} },
            "sly": { "label": "function.sly", "readOnly": true, "input": {} },
            "ours": { "label": "function.ours", "roles": ["leader"], "input": {} },
            "command": { "label": "function.command", "input": {} },
            "signed": { "label": "function.signed", "secondSigners": ["leader", "owner"], "input": {} }
          },
          "permissions": [
            { "scope": "subscribe:device.topic", "purpose": { "zh-CN": "听机床", "en": "Listen to machines" }, "required": true },
            { "scope": "invoke:device.command", "purpose": { "zh-CN": "发参数", "en": "Send set-points" }, "required": false }
          ],
          "plans": [{ "id": "use", "kind": "call", "price": 2000 }],
          "support": "support@demo.example"
        }
        """;

    public const string Script = """
        export function add({ input }, ctx) { return { id: ctx.records.note.insert(input) }; }
        export async function total(_, ctx) { return await ctx.records.note.count({}); }
        export function same({ input }) { return input; }
        export function deny({ input }, ctx) { return ctx.refuse('probe.denied', { why: String(input.why) }); }
        export function spin() { for (;;) { } }
        export function boom() { throw new Error('boom'); }
        export function large() { return 'x'.repeat(1100000); }
        export function sly(_, ctx) { ctx.records.note.insert({ code: 'sly' }); return 1; }
        export function ours(_, ctx) { return ctx.user.id; }
        export function command({ input }, ctx) { ctx.device.send('M-01', 'setpoints', input); return 'sent'; }
        export function signed(_, ctx) { return { who: ctx.user.id, second: ctx.secondSigner }; }

        """;

    public const string Words = """
        {
          "app.name": "$name", "app.summary": "For trying things", "entity.note": "Note", "entity.stamp": "Stamp",
          "function.add": "Add", "function.total": "Total", "function.same": "Same", "function.deny": "Deny", "function.spin": "Spin",
          "function.boom": "Boom", "function.large": "Large", "function.sly": "Sly", "function.ours": "Ours", "function.command": "Command",
          "function.signed": "Signed"
        }
        """;
}
