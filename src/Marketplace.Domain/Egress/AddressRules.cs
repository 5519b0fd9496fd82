using System.Net;
using System.Net.Sockets;

namespace Marketplace.Domain.Egress;

/// <summary>Which addresses an app may reach: those of the public internet. Everything that is kept for a machine, a network, a cloud's own
/// service, documentation or a way round (mapped, translated, tunnelled) is not. Source: the IANA special-purpose address registries.</summary>
public static class AddressRules
{
    private static readonly IPNetwork[] Kept =
    [
        .. ((string[])
        [
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24",
            "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Of IPv6 only 2000::/3 is given out; what is below is kept within it.
            "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
        ]).Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork GivenOut = IPNetwork.Parse("2000::/3");

    /// <summary>True for an address of the public internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return false;
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && (address.ScopeId != 0 || !GivenOut.Contains(address))) return false;
        return !Array.Exists(Kept, network => network.Contains(address));
    }
}
