using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Marketplace.Tests.Running;

/// <summary>One caller's talk with a host: plain HTTP, nothing of the product's own code.</summary>
public sealed class Talk(Uri address, string token) : IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        BaseAddress = address, Timeout = TimeSpan.FromSeconds(60),
    };

    /// <summary>The host that is spoken to.</summary>
    public Uri Address => address;

    /// <summary>Reads.</summary>
    public Task<Reply> Get(string path, params ReadOnlySpan<(string Name, string Value)> headers) => Send("GET", path, null, headers.ToArray());

    /// <summary>Sends a body as JSON, with an Idempotency-Key when there is one.</summary>
    public Task<Reply> Post(string path, object? body = null, string key = "", params ReadOnlySpan<(string Name, string Value)> headers) =>
        Send("POST", path, body is null ? null : Json(body), WithKey(key, headers));

    /// <summary>The same with PUT.</summary>
    public Task<Reply> Put(string path, object body, string key = "") => Send("PUT", path, Json(body), WithKey(key, []));

    /// <summary>The same with PATCH.</summary>
    public Task<Reply> Patch(string path, object body, string key = "", params ReadOnlySpan<(string Name, string Value)> headers) =>
        Send("PATCH", path, Json(body), WithKey(key, headers));

    /// <summary>The same with DELETE.</summary>
    public Task<Reply> Delete(string path, string key = "", params ReadOnlySpan<(string Name, string Value)> headers) =>
        Send("DELETE", path, null, WithKey(key, headers));

    /// <summary>Sends bytes as they are.</summary>
    public Task<Reply> Bytes(string path, byte[] body, string type = "application/json", string key = "") =>
        Send("POST", path, Content(body, type), WithKey(key, []));

    /// <summary>Calls a function of an install.</summary>
    public Task<Reply> Call(string app, string function, object input, string key = "") => Post($"/api/v1/installs/{app}/functions/{function}", input, key);

    /// <summary>Anything at all.</summary>
    public async Task<Reply> Send(string method, string path, HttpContent? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.RelativeOrAbsolute)) { Content = body };
        if (token.Length > 0) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead);
        return await Reply.Read(answer, CancellationToken.None);
    }

    /// <inheritdoc />
    public void Dispose() => client.Dispose();

    private static ByteArrayContent Json(object body) => Content(body switch
    {
        byte[] bytes => bytes,
        string text => Encoding.UTF8.GetBytes(text),
        _ => JsonSerializer.SerializeToUtf8Bytes(body),
    }, "application/json");

    private static ByteArrayContent Content(byte[] body, string type) =>
        new(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };

    private static (string, string)[] WithKey(string key, ReadOnlySpan<(string, string)> headers) =>
        key.Length == 0 ? headers.ToArray() : [("Idempotency-Key", key), .. headers];
}
