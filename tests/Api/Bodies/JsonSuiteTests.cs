using System.Text.Json;
using Marketplace.Tests.Api.Probe;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Bodies;

/// <summary>Bodies that nobody here wrote (nst/JSONTestSuite, MIT): what must be accepted comes back equal, what must be refused is 400.</summary>
public sealed class JsonSuiteTests(SharedHosts hosts)
{
    private static readonly string Folder = Path.Combine(Shared.Folder, "data", "json");

    [Fact]
    public async Task What_is_json_comes_back_equal()
    {
        var firm = await hosts.As("mkt_dev_sme");
        var wrong = new List<string>();
        foreach (var file in Files("y_"))
        {
            var body = File.ReadAllBytes(file);
            var reply = await firm.Bytes("/api/v1/installs/demo/echo/functions/echo", body);
            if (reply.Status != 200 || !SameJson.As(JsonElement.Parse(body), reply.Result)) wrong.Add($"{Path.GetFileName(file)}: {reply}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task What_is_no_json_is_400()
    {
        var firm = await hosts.As("mkt_dev_sme");
        var wrong = new List<string>();
        foreach (var file in Files("n_"))
        {
            var body = File.ReadAllBytes(file);
            foreach (var path in new[] { "/api/v1/installs/demo/echo/functions/echo", "/api/v1/installs" })
            {
                var reply = await firm.Bytes(path, body);
                var large = path.EndsWith("installs", StringComparison.Ordinal) && body.Length > 65_536;
                if ((reply.Status, reply.Code) != (large ? (413, "body.tooLarge") : (400, "input.malformed"))) wrong.Add($"{Path.GetFileName(file)} {path}: {reply}");
            }
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task What_may_be_either_is_never_a_fault()
    {
        var firm = await hosts.As("mkt_dev_sme");
        var wrong = new List<string>();
        foreach (var file in Files("i_"))
        {
            var reply = await firm.Bytes("/api/v1/installs/demo/echo/functions/echo", File.ReadAllBytes(file));
            if (reply.Status is not (200 or 400 or 422)) wrong.Add($"{Path.GetFileName(file)}: {reply}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_json_field_keeps_what_is_json()
    {
        var app = await ProbeApp.Installed(hosts, "json-fields");
        var firm = await hosts.As("mkt_dev_sme2");
        var wrong = new List<string>();
        foreach (var file in Files("y_"))
        {
            var body = File.ReadAllBytes(file);
            byte[] record = [.. "{\"code\":\""u8, .. System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(file)), .. "\",\"data\":"u8, .. body, (byte)'}'];
            var made = await firm.Bytes($"{app.Path}/records/note", record);
            var value = JsonElement.Parse(body);
            if (made.Status != 201 || !Kept(made, value) || !Kept(await firm.Get(made.Header("Location")), value)) wrong.Add($"{Path.GetFileName(file)}: {made}");
        }
        Assert.Empty(wrong);
    }

    private static bool Kept(Reply reply, JsonElement value) =>
        reply.Json.TryGetProperty("data", out var data) ? SameJson.As(value, data) : value.ValueKind == JsonValueKind.Null;

    private static string[] Files(string kind)
    {
        var files = Directory.GetFiles(Folder, kind + "*.json").Order(StringComparer.Ordinal).ToArray();
        Assert.True(files.Length > 10, $"{Folder} holds too few bodies of the kind {kind}");
        return files;
    }
}
