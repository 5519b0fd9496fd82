using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Api.Admission;

/// <summary>Whose work a request is, as far as the door must know: by a credential that was found good before, else by address. It opens
/// nothing: who the caller is and what they may do is looked up behind the door, each time. Credentials are held as hashes.</summary>
internal sealed class Regulars
{
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<ulong, string> known = new();

    /// <summary>The caller's line, and whether it is a known one.</summary>
    public (string Line, bool IsKnown) Of(HttpContext http) =>
        Credential(http.Request) is { Length: > 0 } credential && known.TryGetValue(Hash(credential), out var line) ? (line, true) : (Stranger(http), false);

    /// <summary>The credential of this request was found to be of this line.</summary>
    public void Remember(HttpRequest request, string line)
    {
        if (Credential(request) is not { Length: > 0 } credential) return;
        if (known.Count >= Most) known.Clear();
        known[Hash(credential)] = line;
    }

    private static string? Credential(HttpRequest request) => (string?)request.Headers.Authorization ?? request.Headers.Cookie;

    /// <summary>An address; of IPv6 the network, which is what one customer of a provider has.</summary>
    private static string Stranger(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } address) return "?";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? "?" + Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : "?" + address;
    }

    /// <summary>Sixty-four bits under keys that this process drew when it started. Enough to tell twenty thousand apart, and a collision costs
    /// somebody a place in the queue and nothing else; a cryptographic digest would cost more than all the rest of a refusal's decision.</summary>
    private static ulong Hash(string credential) =>
        (ulong)(uint)string.GetHashCode(credential.AsSpan(), StringComparison.Ordinal) << 32 | (uint)string.GetHashCode(credential.AsSpan(1), StringComparison.Ordinal);
}
