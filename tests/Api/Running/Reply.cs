using System.Net;
using System.Text;
using System.Text.Json;

namespace Marketplace.Tests.Running;

/// <summary>An answer of the host, read to its end.</summary>
public sealed record Reply(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Bytes)
{
    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>The body as JSON; what is not JSON is an error of the host.</summary>
    public JsonElement Json => JsonElement.Parse(Bytes);

    /// <summary>A refusal's code, or nothing when there is none.</summary>
    public string Code => Find("code") is { ValueKind: JsonValueKind.String } code ? code.GetString()! : "";

    /// <summary>A function's result.</summary>
    public JsonElement Result => Json.GetProperty("result");

    /// <summary>A refusal's fact, or nothing.</summary>
    public string Fact(string name) =>
        Find("facts") is { ValueKind: JsonValueKind.Object } facts && facts.TryGetProperty(name, out var fact) ? fact.GetString() ?? "" : "";

    /// <summary>A header, or nothing.</summary>
    public string Header(string name) => Headers.GetValueOrDefault(name, "");

    /// <inheritdoc />
    public override string ToString() => $"{Status} {(Bytes.Length > 600 ? Text[..Math.Min(600, Text.Length)] + "…" : Text)}";

    internal static async Task<Reply> Read(HttpResponseMessage answer, CancellationToken cancel) => new(
        (int)answer.StatusCode,
        answer.Headers.Concat(answer.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase),
        await answer.Content.ReadAsByteArrayAsync(cancel));

    private JsonElement? Find(string name)
    {
        if (Bytes.Length == 0 || Bytes[0] != (byte)'{') return null;
        return Json.TryGetProperty(name, out var found) ? found : null;
    }
}
