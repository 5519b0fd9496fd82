using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.Api.Http;

/// <summary>Writes refusals as <c>application/problem+json</c> (RFC 9457): <c>code</c>, <c>facts</c>, and in <c>detail</c> a
/// sentence in the caller's language.</summary>
internal static class Problems
{
    public static Task Write(HttpContext http, string culture, Refusal refusal) => Write(http, culture, refusal, null, null);

    /// <summary>A refusal with the call that it ended and what that call cost.</summary>
    public static async Task Write(HttpContext http, string culture, Refusal refusal, string? invocation, Cost? cost)
    {
        var status = Codes.StatusOf(refusal.Code);
        RefusalMeter.Count(refusal.Code, status);
        var buffer = new ArrayBufferWriter<byte>(512);
        Body(buffer, culture, refusal, status, invocation, cost);
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = "application/problem+json";
        response.ContentLength = buffer.WrittenCount;
        response.Headers.ContentLanguage = culture;
        response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status401Unauthorized && response.Headers.WWWAuthenticate.Count == 0)
            response.Headers.WWWAuthenticate = "Bearer realm=\"marketplace\"";
        if (RetryAfter(refusal) is { } seconds) response.Headers.RetryAfter = seconds;
        if (HttpMethods.IsHead(http.Request.Method)) return;
        await response.Body.WriteAsync(buffer.WrittenMemory, http.RequestAborted);
    }

    /// <summary>The JSON of a refusal.</summary>
    public static void Body(IBufferWriter<byte> to, string culture, Refusal refusal, int status, string? invocation, Cost? cost)
    {
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Encoder = ApiJson.Readable });
        json.WriteStartObject();
        json.WriteString("type"u8, "about:blank"u8);
        json.WriteString("title"u8, ReasonPhrases.GetReasonPhrase(status));
        json.WriteNumber("status"u8, status);
        json.WriteString("detail"u8, Sentences.Of(culture, refusal));
        json.WriteString("code"u8, refusal.Code);
        json.WriteStartObject("facts"u8);
        foreach (var (name, value) in refusal.Facts) json.WriteString(name, value);
        json.WriteEndObject();
        if (invocation is { Length: > 0 }) json.WriteString("invocation"u8, invocation);
        if (cost is not null) WriteCost(json, cost);
        if (Activity.Current is { } trace) json.WriteString("traceId"u8, trace.TraceId.ToHexString());
        json.WriteEndObject();
    }

    private static void WriteCost(Utf8JsonWriter json, Cost cost)
    {
        json.WriteStartObject("cost"u8);
        json.WriteNumber("total"u8, cost.Total);
        json.WriteNumber("platform"u8, cost.Platform);
        json.WriteNumber("publisher"u8, cost.Publisher);
        json.WriteNumber("resources"u8, cost.Resources);
        json.WriteString("currency"u8, "CNY"u8);
        json.WriteEndObject();
    }

    private static string? RetryAfter(Refusal refusal) => refusal.Code switch
    {
        Codes.RateLimited or Codes.HostBusy or Codes.Unavailable or Codes.OperationInFlight => refusal.Facts.GetValueOrDefault("seconds", "1"),
        _ => null,
    };
}
