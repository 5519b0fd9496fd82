using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Tool.Terminal;

namespace Marketplace.Tool.Remote;

/// <summary>What a server said: the body, and the exit code that its status means.</summary>
internal sealed record BrainAnswer(int Exit, HttpStatusCode? Status, JsonObject Body, string Message)
{
    public bool Ok => Exit == Terminal.Exit.Ok;

    /// <summary>The code of a refusal, or empty.</summary>
    public string Code => Body["code"]?.GetValue<string>() ?? "";
}

/// <summary>Talks to a brain over its public HTTP interface.</summary>
internal sealed class BrainClient(Session session) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(120) };

    public Task<BrainAnswer> Get(string path, CancellationToken cancel) => Send(new HttpRequestMessage(HttpMethod.Get, session.Server + path), cancel);

    /// <summary>Posts a package; the digest is the operation's key, so that sending it twice is one act.</summary>
    public Task<BrainAnswer> Post(string path, byte[] zip, string digest, CancellationToken cancel)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, session.Server + path) { Content = new ByteArrayContent(zip) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
        request.Headers.Add("Idempotency-Key", $"publish-{digest}");
        return Send(request, cancel);
    }

    public void Dispose() => _http.Dispose();

    private async Task<BrainAnswer> Send(HttpRequestMessage request, CancellationToken cancel)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", session.Token);
        request.Headers.AcceptLanguage.ParseAdd(Environment.GetEnvironmentVariable("LANG")?.StartsWith("zh", StringComparison.Ordinal) == true ? "zh-CN" : "en");
        try
        {
            using var response = await _http.SendAsync(request, cancel);
            var body = Read(await response.Content.ReadAsStringAsync(cancel));
            return new(ExitOf(response.StatusCode), response.StatusCode, body,
                body["detail"]?.GetValue<string>() ?? $"{(int)response.StatusCode} {response.ReasonPhrase}");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or UriFormatException && !cancel.IsCancellationRequested)
        {
            return new(Exit.Remote, null, [], $"{session.Server} does not answer: {e.Message}");
        }
    }

    private static int ExitOf(HttpStatusCode status) => (int)status switch
    {
        < 300 => Exit.Ok,
        401 or 429 or >= 500 => Exit.Remote,
        _ => Exit.Refused,
    };

    private static JsonObject Read(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return []; // a proxy's page, not the brain's word; the status says enough
        }
    }
}
