using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Egress;
using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Specs;

/// <summary>The world as a spec gives it: answers by method and address, each given as often as it is asked for. What a host would not send is refused by the
/// same rules.</summary>
internal sealed class SpecWorld(JsonElement given, Manifest manifest)
{
    private static readonly HashSet<string> Nobody = [];

    /// <summary>The answer to a request.</summary>
    public HostAnswer Answer(byte[] args)
    {
        var read = EgressRules.Read(JsonElement.Parse(args), manifest, Nobody);
        if (!read.Ok) return HostAnswer.No(read.Refusal!);
        var request = read.Must();
        if (given.ValueKind == JsonValueKind.Array)
            foreach (var answer in given.EnumerateArray().Where(one => IsFor(one, request)))
                return answer.TryGetProperty("refused", out var code) ? HostAnswer.No(Refusal.Of(code.GetString()!, ("host", request.Url.IdnHost), ("why", "the spec says so")))
                    : HostAnswer.Of(Write(answer), 0);
        return HostAnswer.No(Refusal.Of(Codes.EgressUnreachable, ("host", request.Url.IdnHost), ("why", "given/http has no answer to it")));
    }

    private static bool IsFor(JsonElement answer, EgressRequest request) =>
        answer.GetProperty("url").GetString() == request.Url.OriginalString && (answer.TryGetProperty("method", out var method) ? method.GetString() : "GET") == request.Method;

    private static byte[] Write(JsonElement answer)
    {
        var status = answer.TryGetProperty("status", out var said) ? said.GetInt32() : 200;
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("status", status);
            json.WriteBoolean("ok", status is >= 200 and < 300);
            json.WritePropertyName("headers");
            if (answer.TryGetProperty("headers", out var headers)) headers.WriteTo(json);
            else json.WriteRawValue("{}");
            foreach (var name in (string[])["json", "text"])
            {
                json.WritePropertyName(name);
                if (answer.TryGetProperty(name, out var body)) body.WriteTo(json);
                else json.WriteNullValue();
            }
            json.WriteEndObject();
        }
        return stream.ToArray();
    }
}
