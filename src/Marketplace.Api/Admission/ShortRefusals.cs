using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using Marketplace.Api.Http;
using Marketplace.Domain;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Api.Admission;

/// <summary>Answers of the door, made before anybody asks: under a flood a refusal must cost next to nothing. Callers are told to come
/// back after one to three seconds, in turn, so that those who were sent away together do not return together.</summary>
internal sealed class ShortRefusals
{
    private const int Latest = 3;
    private readonly Ready[] english, chinese;
    private int turn;

    /// <param name="code">The code of the refusal.</param>
    public ShortRefusals(string code)
    {
        Code = code;
        english = [.. Enumerable.Range(1, Latest).Select(seconds => new Ready(code, Languages.English, seconds))];
        chinese = [.. Enumerable.Range(1, Latest).Select(seconds => new Ready(code, Languages.Chinese, seconds))];
    }

    public string Code { get; }

    /// <summary>Answers: problem+json, or a page to those who look at pages.</summary>
    public Task Write(HttpContext http, bool asPage)
    {
        var culture = Culture(http.Request, asPage);
        var ready = (culture == Languages.English ? english : chinese)[(uint)Interlocked.Increment(ref turn) % Latest];
        var response = http.Response;
        var body = asPage ? ready.Page : ready.Problem;
        response.StatusCode = ready.Status;
        response.ContentType = asPage ? "text/html; charset=utf-8" : "application/problem+json";
        response.ContentLength = body.Length;
        response.Headers.RetryAfter = ready.Seconds;
        response.Headers.ContentLanguage = culture;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (asPage) response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        if (HttpMethods.IsHead(http.Request.Method)) return Task.CompletedTask;
        return response.Body.WriteAsync(body, CancellationToken.None).AsTask();
    }

    private static string Culture(HttpRequest request, bool asPage)
    {
        if (asPage && request.Headers.Cookie.ToString() is var cookies)
        {
            if (cookies.Contains("culture=en", StringComparison.Ordinal)) return Languages.English;
            if (cookies.Contains("culture=zh-CN", StringComparison.Ordinal)) return Languages.Chinese;
        }
        return Languages.Of(request.Headers.AcceptLanguage);
    }

    private sealed class Ready
    {
        public Ready(string code, string culture, int seconds)
        {
            var refusal = Refusal.Of(code, ("seconds", seconds));
            Status = Codes.StatusOf(code);
            Seconds = seconds.ToString(CultureInfo.InvariantCulture);
            var problem = new ArrayBufferWriter<byte>(512);
            Problems.Body(problem, culture, refusal, Status, null, null);
            Problem = problem.WrittenMemory;
            var sentence = WebUtility.HtmlEncode(Sentences.Of(culture, refusal));
            Page = Encoding.UTF8.GetBytes(
                $"<!doctype html><html lang=\"{culture}\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
                + $"<title>{Status}</title><p style=\"font:18px sans-serif;max-width:32em;margin:20vh auto;padding:0 1em\">{sentence}</p></html>");
        }

        public int Status { get; }
        public string Seconds { get; }
        public ReadOnlyMemory<byte> Problem { get; }
        public ReadOnlyMemory<byte> Page { get; }
    }
}
