using System.Text.Json;
using Xunit;

namespace Marketplace.Tests.Api.Edge;

/// <summary>What the host says of itself: its document, its reader, its health, its figures.</summary>
public sealed class DocumentTests(SharedHosts hosts)
{
    /// <summary>The routes of the design that this path needs, reviewed by hand: a route that is mapped and not here, or here and not
    /// mapped, fails.</summary>
    private static readonly string[] routes =
    [
        "get /api/v1/apps", "get /api/v1/apps/{publisher}/{app}", "get /api/v1/collections",
        "post /api/v1/releases", "get /api/v1/releases/{publisher}/{app}/{version}",
        "post /api/v1/releases/{publisher}/{app}/{version}/suspend", "post /api/v1/releases/{publisher}/{app}/{version}/resume",
        "post /api/v1/releases/{publisher}/{app}/{version}/withdraw", "get /api/v1/releases/{publisher}/{app}/{version}/rollout", "post /api/v1/releases/{publisher}/{app}/{version}/rollout",
        "post /api/v1/publishers/{publisher}/claim", "post /api/v1/publishers/{publisher}/prove", "get /api/v1/publishers/{publisher}",
        "get /api/v1/reviews", "get /api/v1/reviews/{publisher}/{app}/{version}", "post /api/v1/reviews/{publisher}/{app}/{version}/decision",
        "post /api/v1/installs", "get /api/v1/installs", "get /api/v1/installs/{publisher}/{app}", "put /api/v1/installs/{publisher}/{app}/cap",
        "get /api/v1/installs/{publisher}/{app}/settings", "put /api/v1/installs/{publisher}/{app}/settings",
        "get /api/v1/installs/{publisher}/{app}/secrets", "put /api/v1/installs/{publisher}/{app}/secrets/{name}", "delete /api/v1/installs/{publisher}/{app}/secrets/{name}",
        "get /api/v1/shares", "put /api/v1/shares/{publisher}/{app}/{dataset}", "get /api/v1/insight/{dataset}",
        "post /api/v1/installs/{publisher}/{app}/suspend", "post /api/v1/installs/{publisher}/{app}/resume", "post /api/v1/installs/{publisher}/{app}/uninstall", "post /api/v1/installs/{publisher}/{app}/restore",
        "get /api/v1/installs/{publisher}/{app}/upgrade", "post /api/v1/installs/{publisher}/{app}/upgrade", "post /api/v1/installs/{publisher}/{app}/rollback",
        "get /api/v1/installs/{publisher}/{app}/hooks", "post /api/v1/installs/{publisher}/{app}/hooks/{name}", "delete /api/v1/installs/{publisher}/{app}/hooks/{name}",
        "get /api/v1/installs/{publisher}/{app}/jobs", "get /api/v1/installs/{publisher}/{app}/letters", "post /api/v1/installs/{publisher}/{app}/letters/{id}/resend", "post /api/v1/installs/{publisher}/{app}/letters/{id}/drop",
        "put /api/v1/installs/{publisher}/{app}/channel",
        "get /api/v1/installs/{publisher}/{app}/rehearsal", "post /api/v1/installs/{publisher}/{app}/rehearsal", "delete /api/v1/installs/{publisher}/{app}/rehearsal",
        "post /api/v1/installs/{publisher}/{app}/functions/{name}", "get /api/v1/installs/{publisher}/{app}/invocations",
        "get /api/v1/installs/{publisher}/{app}/records/{entity}", "post /api/v1/installs/{publisher}/{app}/records/{entity}",
        "get /api/v1/installs/{publisher}/{app}/records/{entity}/{id}", "patch /api/v1/installs/{publisher}/{app}/records/{entity}/{id}",
        "delete /api/v1/installs/{publisher}/{app}/records/{entity}/{id}",
        "get /api/v1/installs/{publisher}/{app}/records/{entity}/export", "get /api/v1/installs/{publisher}/{app}/export",
        "post /api/v1/installs/{publisher}/{app}/files", "get /api/v1/installs/{publisher}/{app}/files", "get /api/v1/installs/{publisher}/{app}/files/{id}",
        "post /api/v1/installs/{publisher}/{app}/imports", "get /api/v1/installs/{publisher}/{app}/imports", "get /api/v1/installs/{publisher}/{app}/imports/{id}",
        "post /api/v1/installs/{publisher}/{app}/imports/{id}/commit", "post /api/v1/installs/{publisher}/{app}/imports/{id}/undo",
        "get /api/v1/invocations/{id}/recording", "post /api/v1/invocations/{id}/replay",
        "get /api/v1/usage", "get /api/v1/operations/{key}",
        "get /api/v1/invoices", "get /api/v1/invoices/{id}", "post /api/v1/invoices/{id}/credits",
        "get /api/v1/billing", "post /api/v1/billing/closes", "post /api/v1/billing/programs", "post /api/v1/billing/thaw",
        "get /api/v1/publishers/{publisher}/statements", "post /api/v1/publishers/{publisher}/payouts",
        "post /api/v1/publishers/{publisher}/payouts/{id}/confirm", "post /api/v1/publishers/{publisher}/payouts/{id}/cancel",
        "get /api/v1/logistics/states", "get /api/v1/logistics/{collection}", "post /api/v1/logistics/{collection}", "get /api/v1/logistics/{collection}/{id}", "get /api/v1/logistics/{collection}/{id}/steps", "get /api/v1/logistics/consignments/{id}/track", "post /api/v1/logistics/{collection}/{id}/{command}",
        "get /api/v1/finance/ledger", "get /api/v1/finance/states", "get /api/v1/finance/{collection}", "post /api/v1/finance/{collection}", "get /api/v1/finance/{collection}/{id}", "get /api/v1/finance/{collection}/{id}/steps", "post /api/v1/finance/{collection}/{id}/{command}",
        "get /api/v1/talent/states", "get /api/v1/talent/{collection}", "post /api/v1/talent/{collection}", "get /api/v1/talent/{collection}/{id}", "get /api/v1/talent/{collection}/{id}/steps", "post /api/v1/talent/{collection}/{id}/{command}",
        "get /api/v1/people", "post /api/v1/people/{person}/sign-out", "post /api/v1/people/{person}/remove",
        "post /api/v1/devices", "get /api/v1/devices", "post /api/v1/devices/{code}/readings", "get /api/v1/devices/{code}/windows",
    ];

    [Fact]
    public async Task The_document_is_openapi_3_1_and_holds_every_route_and_no_other()
    {
        var document = Document(await (await hosts.As("")).Get("/openapi/v1.json"));
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var listed = Operations(document).Select(o => o.Name).Order(StringComparer.Ordinal);
        Assert.Equal(routes.Order(StringComparer.Ordinal), listed);
    }

    [Fact]
    public async Task Every_listed_route_is_mapped()
    {
        var document = Document(await (await hosts.As("")).Get("/openapi/v1.json"));
        var firm = await hosts.As("mkt_dev_analyst");
        foreach (var (name, _) in Operations(document))
        {
            var (method, path) = (name.Split(' ')[0].ToUpperInvariant(), name.Split(' ')[1]);
            var reply = await firm.Send(method, path.Replace("{", "").Replace("}", ""), null);
            Assert.True(reply.Status is not (405 or >= 500) && !(reply.Status == 404 && reply.Fact("what") == "route"), $"{name}: {reply}");
        }
    }

    [Fact]
    public async Task Every_operation_says_what_it_takes_answers_and_refuses()
    {
        var document = Document(await (await hosts.As("")).Get("/openapi/v1.json"));
        foreach (var (name, operation) in Operations(document))
        {
            Assert.NotEqual("", operation.GetProperty("summary").GetString());
            var responses = operation.GetProperty("responses");
            Assert.True(responses.EnumerateObject().Any(r => r.Name.StartsWith('2')), name);
            foreach (var status in new[] { "401", "429", "503" }) Assert.True(responses.TryGetProperty(status, out _), $"{name} {status}");
            var parameters = operation.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()).ToList();
            foreach (var part in name.Split('{').Skip(1)) Assert.Contains(part[..part.IndexOf('}')], parameters);
            Assert.Equal(!name.StartsWith("get ", StringComparison.Ordinal), parameters.Contains("Idempotency-Key"));
        }
        Assert.Equal("http", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("type").GetString());
        foreach (var reference in References(document))
            Assert.True(Resolves(document, reference), reference);
    }

    [Fact]
    public async Task The_reader_health_and_figures_answer_to_anyone()
    {
        var nobody = await hosts.As("");
        var docs = await nobody.Get("/docs");
        Assert.True(docs.Status is 200 or 301 or 302 && (docs.Status != 200 || docs.Text.Contains("Marketplace API", StringComparison.Ordinal)), docs.ToString());
        Assert.Equal((200, "live"), ((await nobody.Get("/health/live")).Status, (await nobody.Get("/health/live")).Text));
        Assert.Equal((200, "ready"), ((await nobody.Get("/health/ready")).Status, (await nobody.Get("/health/ready")).Text));
        var metrics = await nobody.Get("/metrics");
        Assert.Equal(200, metrics.Status);
        Assert.Contains("http_server_request_duration", metrics.Text);
    }

    private static JsonElement Document(Running.Reply reply)
    {
        Assert.True(reply.Status == 200, reply.ToString());
        return reply.Json;
    }

    private static IEnumerable<(string Name, JsonElement Operation)> Operations(JsonElement document) =>
        document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(o => ($"{o.Name} {path.Name}", o.Value)));

    private static IEnumerable<string> References(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(m => m.Name == "$ref" ? [m.Value.GetString()!] : References(m.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private static bool Resolves(JsonElement document, string reference)
    {
        var at = document;
        foreach (var part in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
            if (!at.TryGetProperty(part.Replace("~1", "/").Replace("~0", "~"), out at)) return false;
        return true;
    }
}
