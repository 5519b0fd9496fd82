using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Marketplace.Tests.Running;

namespace Marketplace.Tests.Api.Isolation;

/// <summary>One caller of the matrix: speaks to the API with a token and to the pages with a session, as a person does. The anti-forgery
/// token comes from a page of the caller's own.</summary>
internal sealed partial class Actor(Uri address, string name, string token) : IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = address, Timeout = TimeSpan.FromSeconds(60),
    };

    private string antiforgery = "", home = "";

    /// <summary>The person's id, or what stands for nobody.</summary>
    public string Name => name;

    /// <summary>Comes in by the demo's link, and takes a form's token from the first page; somebody without a token just looks at the sign-in page.</summary>
    public async Task SignIn(string page)
    {
        home = page;
        if (token.Length > 0) await Send("GET", $"/sign-in?as={name}", "-", "");
        var form = await Send("GET", page, "-", "");
        antiforgery = Token().Match(form.Text).Groups[1].Value;
        if (antiforgery.Length == 0) throw new InvalidOperationException($"{name} found no form on {page}: {form}");
    }

    /// <summary>Comes in again after a row that signs out.</summary>
    public Task Again() => SignIn(home);

    /// <summary>Sends what a row says: nothing, JSON, a form, a scan page's call, or a package. What the host limits is tried again later.</summary>
    public async Task<Reply> Send(string method, string path, string send, string key, params IReadOnlyList<(string Name, string Value)> headers)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative)) { Content = Content(send) };
            if (token.Length > 0 && path.StartsWith("/api", StringComparison.Ordinal)) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
            if (key.Length > 0) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
            if (send.StartsWith("call:", StringComparison.Ordinal)) request.Headers.TryAddWithoutValidation("Marketplace-View", "1");
            foreach (var (header, value) in headers) request.Headers.TryAddWithoutValidation(header, value);
            using var answer = await client.SendAsync(request);
            if (answer.StatusCode != HttpStatusCode.TooManyRequests) return await Reply.Read(answer, CancellationToken.None);
            await Task.Delay(200);
        }
    }

    public void Dispose() => client.Dispose();

    private HttpContent? Content(string send) => send switch
    {
        "-" => null,
        _ when send.StartsWith("zip:", StringComparison.Ordinal) => new ByteArrayContent(WitnessApp.Pack(send[4..])) { Headers = { { "Content-Type", "application/zip" } } },
        _ when send.StartsWith("text:", StringComparison.Ordinal) => new StringContent(send[5..], Encoding.UTF8, "text/plain"),
        _ when send.StartsWith("table:", StringComparison.Ordinal) => new StringContent($"code\r\n{send[6..]}\r\n", Encoding.UTF8, "text/csv"),
        _ when send.StartsWith("form:", StringComparison.Ordinal) => new StringContent(
            $"__RequestVerificationToken={Uri.EscapeDataString(antiforgery)}&{send[5..]}", Encoding.UTF8, "application/x-www-form-urlencoded"),
        _ => new StringContent(send.StartsWith("call:", StringComparison.Ordinal) ? send[5..] : send, Encoding.UTF8, "application/json"),
    };

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
