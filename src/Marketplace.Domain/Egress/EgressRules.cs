using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Marketplace.Domain.Catalogue;

namespace Marketplace.Domain.Egress;

/// <summary>What an app may send where. The names it may speak to stand in its manifest, and the firm read them before it installed.</summary>
public static partial class EgressRules
{
    /// <summary>Requests of one call.</summary>
    public const int PerCall = 5;
    /// <summary>Redirects that are followed.</summary>
    public const int Redirects = 3;
    /// <summary>Bytes of a request's body.</summary>
    public const int BodyBytes = 256 * 1024;
    /// <summary>Bytes of an answer's body, unpacked.</summary>
    public const int AnswerBytes = 512 * 1024;

    private const int MostHeaders = 30, HeaderLength = 4_096, UrlLength = 4_000;
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(5), Longest = TimeSpan.FromSeconds(10);
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

    /// <summary>What belongs to the connection, or to the host's own promises, and so to no script.</summary>
    private static readonly HashSet<string> Ours = new(StringComparer.OrdinalIgnoreCase)
    {
        "host", "connection", "content-length", "transfer-encoding", "te", "trailer", "upgrade", "expect", "keep-alive", "via", "forwarded", "cookie",
        "idempotency-key", "traceparent", "tracestate", "accept-encoding", "user-agent", "metadata", "metadata-flavor",
    };

    /// <summary>Reads what a script asked: <c>{url, method?, headers?, body?, timeoutMs?}</c>.</summary>
    public static Answer<EgressRequest> Read(JsonElement args, Manifest manifest, IReadOnlySet<string> inside)
    {
        var method = Text(args, "method") ?? "GET";
        if (!Methods.Contains(method)) return Wrong("/method", string.Join(' ', Methods));
        var url = Url(Text(args, "url") ?? "", manifest, inside);
        if (!url.Ok) return url.Refusal!;
        var body = Encoding.UTF8.GetBytes(Text(args, "body") ?? "");
        if (body.Length > BodyBytes) return Wrong("/body", $"at most {BodyBytes} bytes");
        if (body.Length > 0 && method is "GET" or "HEAD") return Wrong("/body", $"none with {method}");
        var headers = Headers(args);
        if (!headers.Ok) return headers.Refusal!;
        var patience = args.TryGetProperty("timeoutMs", out var given) && given.ValueKind == JsonValueKind.Number && given.TryGetInt32(out var ms) ? TimeSpan.FromMilliseconds(ms) : Usual;
        if (patience <= TimeSpan.Zero || patience > Longest) return Wrong("/timeoutMs", $"1 to {Longest.TotalMilliseconds}");
        return new EgressRequest(method, url.Must(), headers.Must(), body, patience);
    }

    /// <summary>An address that may be asked: https, its default port, no person in it, and a host of the manifest, written as a name. What the operator
    /// has inside may be spoken to without TLS.</summary>
    public static Answer<Uri> Url(string text, Manifest manifest, IReadOnlySet<string> inside)
    {
        if (text.Length > UrlLength || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.UserInfo.Length > 0) return Wrong("/url", "an absolute https address");
        var host = url.IdnHost.ToLowerInvariant();
        if (manifest.Egress.All(declared => declared.Host != host) || IPAddress.TryParse(host, out _)) return Refusal.Of(Codes.EgressHost, ("host", host), ("app", manifest.Id));
        if (url.Scheme != Uri.UriSchemeHttps && !(inside.Contains(host) && url.Scheme == Uri.UriSchemeHttp)) return Wrong("/url", "https");
        return url.IsDefaultPort ? url : Wrong("/url", "no port");
    }

    /// <summary>The request that follows a redirect, or why it is not followed. What was secret stays with the host it was meant for.</summary>
    public static Answer<EgressRequest> Redirected(EgressRequest request, int status, string location, Manifest manifest, IReadOnlySet<string> inside)
    {
        if (!Uri.TryCreate(request.Url, location, out var next)) return Wrong("/location", "an address");
        var url = Url(next.AbsoluteUri, manifest, inside);
        if (!url.Ok) return url.Refusal!;
        if (request.Url.Scheme == Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttps) return Wrong("/location", "https");
        var isSame = string.Equals(url.Must().IdnHost, request.Url.IdnHost, StringComparison.OrdinalIgnoreCase);
        var headers = isSame ? request.Headers : [.. request.Headers.Where(static header => !header.IsSecret && !header.Name.Equals("authorization", StringComparison.OrdinalIgnoreCase))];
        var isAsked = status is 301 or 302 or 303 && request.Method != "HEAD";
        return request with { Url = url.Must(), Headers = headers, Method = isAsked ? "GET" : request.Method, Body = isAsked ? [] : request.Body };
    }

    private static Answer<List<EgressHeader>> Headers(JsonElement args)
    {
        if (!args.TryGetProperty("headers", out var given)) return new List<EgressHeader>();
        if (given.ValueKind != JsonValueKind.Object) return Wrong("/headers", "an object");
        var headers = new List<EgressHeader>();
        foreach (var header in given.EnumerateObject())
        {
            var pointer = "/headers/" + header.Name;
            if (headers.Count == MostHeaders) return Wrong("/headers", $"at most {MostHeaders}");
            if (!Token().IsMatch(header.Name) || Ours.Contains(header.Name) || header.Name.StartsWith("proxy-", StringComparison.OrdinalIgnoreCase)
                || header.Name.StartsWith("x-forwarded-", StringComparison.OrdinalIgnoreCase)) return Wrong(pointer, "a header of yours");
            var parts = header.Value.ValueKind == JsonValueKind.Array ? [.. header.Value.EnumerateArray().Select(Part)] : (IReadOnlyList<EgressPart?>)[Part(header.Value)];
            if (parts.Any(static part => part is null) || parts.Sum(static part => part!.Value.Text.Length) > HeaderLength) return Wrong(pointer, $"visible ASCII, at most {HeaderLength}, or ctx.secret(name)");
            headers.Add(new EgressHeader(header.Name, [.. parts.Select(static part => part!.Value)]));
        }
        return headers;
    }

    private static EgressPart? Part(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when IsVisible(value.GetString()!) => new EgressPart(value.GetString()!, false),
        JsonValueKind.Object when value.TryGetProperty("secret", out var name) && name.ValueKind == JsonValueKind.String => new EgressPart(name.GetString()!, true),
        _ => null,
    };

    /// <summary>True for what a header's value may hold.</summary>
    public static bool IsVisible(string text) => text.All(static c => c is >= ' ' and <= '~');

    private static string? Text(JsonElement args, string name) =>
        args.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Refusal Wrong(string pointer, string rule) => Refusal.Of(Codes.EgressInvalid, ("pointer", pointer), ("rule", rule));

    [GeneratedRegex("^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,60}\\z")]
    private static partial Regex Token();
}
