using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Egress;
using Marketplace.Domain.Invocations;

namespace Marketplace.Grains.Egress;

/// <summary>What came back, as a script sees it: <c>{status, ok, headers, json, text}</c>, of the last two the one that fits.</summary>
internal static class EgressAnswers
{
    private const int Depth = 32, Tokens = 50_000, MostHeaders = 40, HeaderLength = 1_024, Chunk = 16 * 1024;

    /// <summary>Reads an answer within its bound.</summary>
    public static async Task<HostAnswer> Of(HttpResponseMessage response, CancellationToken cancel)
    {
        var body = await Body(response.Content, cancel);
        return body is null
            ? HostAnswer.No(Refusal.Of(Codes.EgressTooLarge, ("bytes", EgressRules.AnswerBytes)))
            : HostAnswer.Of(Write(response, body), 0);
    }

    private static async Task<byte[]?> Body(HttpContent content, CancellationToken cancel)
    {
        await using var stream = await content.ReadAsStreamAsync(cancel);
        using var kept = new MemoryStream();
        var chunk = new byte[Chunk];
        for (int read; (read = await stream.ReadAsync(chunk, cancel)) > 0; kept.Write(chunk, 0, read))
            if (kept.Length + read > EgressRules.AnswerBytes) return null;
        return kept.ToArray();
    }

    private static byte[] Write(HttpResponseMessage response, byte[] body)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("status", (int)response.StatusCode);
            json.WriteBoolean("ok", response.IsSuccessStatusCode);
            json.WriteStartObject("headers");
            foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(static h => !h.Key.StartsWith("Set-Cookie", StringComparison.OrdinalIgnoreCase))
                .DistinctBy(static h => h.Key, StringComparer.OrdinalIgnoreCase).Take(MostHeaders))
                json.WriteString(name.ToLowerInvariant(), Short(string.Join(", ", values)));
            json.WriteEndObject();
            var type = response.Content.Headers.ContentType;
            if (IsJson(type, body)) { json.WritePropertyName("json"); json.WriteRawValue(body, skipInputValidation: true); json.WriteNull("text"); }
            else { json.WriteNull("json"); json.WriteString("text", Text(type, body)); }
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    private static bool IsJson(MediaTypeHeaderValue? type, byte[] body)
    {
        if (type?.MediaType is not { } media || (media != "application/json" && !media.EndsWith("+json", StringComparison.Ordinal))) return false;
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = Depth });
            var tokens = 0;
            while (reader.Read())
            {
                if (++tokens > Tokens) return false;
                // A name that escapes half a character is text to us, and no JSON for a script.
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) _ = reader.GetString();
            }
            return tokens > 0;
        }
        catch (Exception no) when (no is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string Text(MediaTypeHeaderValue? type, byte[] body)
    {
        try
        {
            return (type?.CharSet is { Length: > 0 } set ? Encoding.GetEncoding(set.Trim('"')) : Encoding.UTF8).GetString(body);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8.GetString(body);
        }
    }

    private static string Short(string text) => text.Length <= HeaderLength ? text : text[..HeaderLength];
}
