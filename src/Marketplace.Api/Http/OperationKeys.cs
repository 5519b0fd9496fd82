using System.Security.Cryptography;
using Marketplace.Domain;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Api.Http;

/// <summary>The operation id of a command: the sender's <c>Idempotency-Key</c>, or one made here; always named in the answer.</summary>
internal static class OperationKeys
{
    public const string Header = "Idempotency-Key";

    public static Answer<string> Read(HttpContext http)
    {
        var method = http.Request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method)) return "";
        if (!http.Request.Headers.TryGetValue(Header, out var values))
            return Named(http, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        return values is [{ Length: >= 1 and <= Limits.OperationKey } key] && key.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0
            ? Named(http, key)
            : Commands.Invalid("#" + Header, "operationKey", $"one key of 1 to {Limits.OperationKey} visible ASCII characters");
    }

    private static string Named(HttpContext http, string key)
    {
        http.Response.Headers[Header] = key;
        return key;
    }
}
