using System.Text.Json;
using Jint;
using Jint.Native;
using Jint.Runtime;
using Marketplace.Domain.Invocations;
using Marketplace.Sandbox.Crossing;

namespace Marketplace.Sandbox.Capabilities;

/// <summary><c>ctx.http</c>: requests to the hosts that the manifest declares under <c>egress</c>.</summary>
internal static class World
{
    public static readonly Capability Http = new("Http", "Requests to the hosts that the manifest declares.",
        new HostFunction("fetch", HostKind.External, "url: string, options?: HttpOptions", "Promise<HttpAnswer>",
            "Sends a request during the call: https, a declared host, its default port. Five a call, ten seconds each, half a megabyte back; at most three redirects, each to a declared host. It carries `Idempotency-Key: {invocation}-{n}` and is sent once, unless the host dies before the answer is kept.",
            Fetch));

    private static JsValue Fetch(HostScope scope, JsValue[] args)
    {
        var run = scope.Run;
        var writer = new JsonText(run.Engine, JsonLimits.Crossing(run.Call.Budget.ResultBytes), run.Checkpoint);
        var url = args.Text(0, scope, "the url");
        if (args.At(1).IsUndefined() || args.At(1).IsNull()) return run.Ask(HostQuestion.Fetch, $"{{\"url\":{Records.Quote(scope, url)}}}");
        var options = args.Object(1, scope, "the options");
        writer.WriteMembers(options, $"{{\"url\":{Records.Quote(scope, url)}", reserved: "url");
        var text = writer.Out.ToString();
        if (!OnlyLooks(text)) run.MustWrite(HostQuestion.Fetch);
        return run.Ask(HostQuestion.Fetch, text);
    }

    /// <summary>What is sent is looked at, not the object, which may answer otherwise when it is asked again.</summary>
    private static bool OnlyLooks(string text)
    {
        using var sent = JsonDocument.Parse(text);
        return !sent.RootElement.TryGetProperty("method", out var method) || method.ValueKind == JsonValueKind.String && method.GetString() is "GET" or "HEAD";
    }
}
