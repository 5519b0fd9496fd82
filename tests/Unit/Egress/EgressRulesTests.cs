using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Egress;
using Xunit;

namespace Marketplace.Tests.Unit.Egress;

/// <summary>What an app may send, and where.</summary>
public sealed class EgressRulesTests
{
    private static readonly HashSet<string> Inside = ["erp.example.com"];

    private static readonly Manifest Manifest = ManifestReader.Read("""
        { "id": "demo/world", "version": "1.0.0", "name": "app.name", "summary": "app.name", "runtime": { "compatibility": "2026-01-01" },
          "egress": [{ "host": "api.example.com", "purpose": { "zh-CN": "查询", "en": "Asks" } }, { "host": "erp.example.com", "purpose": { "zh-CN": "查询", "en": "Asks" } }] }
        """u8.ToArray()).Manifest!;

    [Theory]
    [InlineData("https://api.example.com/a?b=c#d")]
    [InlineData("https://API.Example.com/")]
    [InlineData("https://api.example.com:443/")]
    [InlineData("https://erp.example.com/")]
    [InlineData("http://erp.example.com/")]
    public void Sends_to_what_is_declared(string url) => Assert.True(Read(new { url }).Ok);

    [Theory]
    [InlineData("https://other.example.com/", Codes.EgressHost)]
    [InlineData("https://api.example.com.evil.example/", Codes.EgressHost)]
    [InlineData("https://api.example.com./", Codes.EgressHost)]
    [InlineData("https://127.0.0.1/", Codes.EgressHost)]
    [InlineData("https://2130706433/", Codes.EgressHost)]
    [InlineData("https://017700000001/", Codes.EgressHost)]
    [InlineData("https://0177.0.0.1/", Codes.EgressHost)]
    [InlineData("https://0x7f000001/", Codes.EgressHost)]
    [InlineData("https://0x7f.1/", Codes.EgressHost)]
    [InlineData("https://[::1]/", Codes.EgressHost)]
    [InlineData("https://[::ffff:127.0.0.1]/", Codes.EgressHost)]
    [InlineData("https://169.254.169.254/latest/meta-data/", Codes.EgressHost)]
    [InlineData("https://localhost/", Codes.EgressHost)]
    [InlineData("https://ａｐｉ.evil.example/", Codes.EgressHost)]
    [InlineData("http://api.example.com/", Codes.EgressInvalid)]
    [InlineData("ftp://api.example.com/", Codes.EgressInvalid)]
    [InlineData("file:///etc/passwd", Codes.EgressHost)]
    [InlineData("https://api.example.com:8443/", Codes.EgressInvalid)]
    [InlineData("https://someone@api.example.com/", Codes.EgressInvalid)]
    [InlineData("https://api.example.com@evil.example/", Codes.EgressInvalid)]
    [InlineData("//api.example.com/", Codes.EgressInvalid)]
    [InlineData("api.example.com", Codes.EgressInvalid)]
    [InlineData("", Codes.EgressInvalid)]
    public void Refuses_what_is_not(string url, string code) => Assert.Equal(code, Read(new { url }).Refusal?.Code);

    [Theory]
    [InlineData("""{ "method": "get" }""", "/method")]
    [InlineData("""{ "method": "CONNECT" }""", "/method")]
    [InlineData("""{ "body": "x" }""", "/body")]
    [InlineData("""{ "timeoutMs": 0 }""", "/timeoutMs")]
    [InlineData("""{ "timeoutMs": 10001 }""", "/timeoutMs")]
    [InlineData("""{ "headers": [] }""", "/headers")]
    [InlineData("""{ "headers": { "Host": "a" } }""", "/headers/Host")]
    [InlineData("""{ "headers": { "content-LENGTH": "1" } }""", "/headers/content-LENGTH")]
    [InlineData("""{ "headers": { "Transfer-Encoding": "chunked" } }""", "/headers/Transfer-Encoding")]
    [InlineData("""{ "headers": { "Idempotency-Key": "a" } }""", "/headers/Idempotency-Key")]
    [InlineData("""{ "headers": { "X-Forwarded-For": "a" } }""", "/headers/X-Forwarded-For")]
    [InlineData("""{ "headers": { "Metadata-Flavor": "a" } }""", "/headers/Metadata-Flavor")]
    [InlineData("""{ "headers": { "a b": "a" } }""", "/headers/a b")]
    [InlineData("""{ "headers": { "X-A": "a\r\nX-B: b" } }""", "/headers/X-A")]
    [InlineData("""{ "headers": { "X-A": "中" } }""", "/headers/X-A")]
    [InlineData("""{ "headers": { "X-A": 1 } }""", "/headers/X-A")]
    [InlineData("""{ "headers": { "X-A": { "sekret": "a" } } }""", "/headers/X-A")]
    public void Names_what_is_wrong(string options, string pointer)
    {
        var whole = "{ \"url\": \"https://api.example.com/\"," + options.TrimStart()[1..];
        var refusal = EgressRules.Read(JsonElement.Parse(whole), Manifest, Inside).Refusal;
        Assert.Equal((Codes.EgressInvalid, pointer), (refusal?.Code, refusal?.Facts["pointer"]));
    }

    [Fact]
    public void A_body_has_a_bound_in_bytes()
    {
        Assert.True(Read(new { url = "https://api.example.com/", method = "POST", body = new string('x', EgressRules.BodyBytes) }).Ok);
        Assert.False(Read(new { url = "https://api.example.com/", method = "POST", body = new string('中', EgressRules.BodyBytes / 3 + 1) }).Ok);
    }

    [Theory]
    [InlineData("https://evil.example/", Codes.EgressHost)]
    [InlineData("https://127.0.0.1/", Codes.EgressHost)]
    [InlineData("//169.254.169.254/", Codes.EgressHost)]
    [InlineData("http://api.example.com/", Codes.EgressInvalid)]
    [InlineData("http://erp.example.com/", Codes.EgressInvalid)]
    [InlineData("https://api.example.com:22/", Codes.EgressInvalid)]
    [InlineData("file:///etc/passwd", Codes.EgressHost)]
    public void A_redirect_is_looked_at_like_a_first_address(string location, string code) =>
        Assert.Equal(code, EgressRules.Redirected(Asked(), 302, location, Manifest, Inside).Refusal?.Code);

    [Theory]
    [InlineData("/next", true)]
    [InlineData("https://api.example.com/next", true)]
    [InlineData("https://erp.example.com/next", false)]
    public void A_secret_stays_with_its_host(string location, bool stays)
    {
        var next = EgressRules.Redirected(Asked(), 307, location, Manifest, Inside).Must();
        Assert.Equal(("POST", stays), (next.Method, next.Headers.Any(static h => h.IsSecret)));
        Assert.Contains(next.Headers, static h => h.Name == "X-Plain");
        Assert.Equal(stays, next.Headers.Any(static h => h.Name == "Authorization"));
        Assert.Equal(("GET", 0), (EgressRules.Redirected(Asked(), 303, location, Manifest, Inside).Must().Method, EgressRules.Redirected(Asked(), 303, location, Manifest, Inside).Must().Body.Length));
    }

    [Theory]
    [InlineData("erp", "x", true)]
    [InlineData("Erp", "x", false)]
    [InlineData("erp/key", "x", false)]
    [InlineData("", "x", false)]
    [InlineData("erp", "", false)]
    [InlineData("erp", "a\nb", false)]
    [InlineData("erp", "中", false)]
    public void A_secret_has_a_name_and_can_stand_in_a_header(string name, string value, bool fits) => Assert.Equal(fits, SecretRules.Fault(name, value, []) is null);

    [Fact]
    public void An_app_has_a_bound_of_secrets()
    {
        var many = Enumerable.Range(0, SecretRules.Most).Select(static n => $"s{n}").ToList();
        Assert.Equal(Codes.SecretQuota, SecretRules.Fault("more", "x", many)?.Code);
        Assert.Null(SecretRules.Fault("s3", "x", many));
    }

    private static EgressRequest Asked() => Read(new
    {
        url = "https://api.example.com/first",
        method = "POST",
        body = "{}",
        headers = new Dictionary<string, object> { ["X-Plain"] = "a", ["Authorization"] = "Basic a", ["X-Key"] = new object[] { "Bearer ", new { secret = "erp" } } },
    }).Must();

    private static Answer<EgressRequest> Read(object request) => EgressRules.Read(JsonSerializer.SerializeToElement(request), Manifest, Inside);
}
