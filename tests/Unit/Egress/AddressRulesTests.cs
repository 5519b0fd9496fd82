using System.Net;
using Marketplace.Domain.Egress;
using Xunit;

namespace Marketplace.Tests.Unit.Egress;

/// <summary>Which addresses an app may reach.</summary>
public sealed class AddressRulesTests
{
    /// <summary>The list that is refused, with what each stands for.</summary>
    public static TheoryData<string, string> Refused => new()
    {
        { "0.0.0.0", "this host" }, { "0.1.2.3", "this network" }, { "127.0.0.1", "loopback" }, { "127.255.255.254", "loopback" },
        { "10.0.0.1", "private" }, { "10.255.255.255", "private" }, { "172.16.0.1", "private" }, { "172.31.255.255", "private" }, { "192.168.0.1", "private" },
        { "100.64.0.1", "carrier" }, { "100.127.255.254", "carrier" }, { "169.254.0.1", "link-local" }, { "169.254.169.254", "metadata" }, { "169.254.170.2", "metadata" },
        { "100.100.100.200", "metadata" }, { "192.0.0.192", "metadata" }, { "192.0.2.1", "documentation" }, { "198.51.100.7", "documentation" }, { "203.0.113.9", "documentation" },
        { "192.88.99.1", "relay" }, { "198.18.0.1", "benchmark" }, { "198.19.255.255", "benchmark" }, { "224.0.0.1", "multicast" }, { "239.255.255.250", "multicast" },
        { "240.0.0.1", "reserved" }, { "255.255.255.255", "broadcast" },
        { "::", "nothing" }, { "::1", "loopback" }, { "::127.0.0.1", "compatible" }, { "::ffff:127.0.0.1", "mapped" }, { "::ffff:10.0.0.1", "mapped" }, { "::ffff:8.8.8.8", "mapped" },
        { "64:ff9b::7f00:1", "translated" }, { "64:ff9b:1::a00:1", "translated" }, { "100::1", "discard" }, { "2001::1", "teredo" }, { "2001:20::1", "orchid" },
        { "2001:db8::1", "documentation" }, { "3fff::1", "documentation" }, { "2002:7f00:1::1", "6to4" }, { "2002:a00:1::", "6to4" }, { "5f00::1", "segments" },
        { "fc00::1", "private" }, { "fd00:ec2::254", "metadata" }, { "fe80::1", "link-local" }, { "fe80::1%1", "link-local" }, { "fec0::1", "site-local" }, { "ff02::1", "multicast" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Refuses(string address, string what) => Assert.False(AddressRules.IsPublic(IPAddress.Parse(address)), what);

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("8.8.8.8")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("126.255.255.255")]
    [InlineData("128.0.0.1")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("192.167.255.255")]
    [InlineData("192.169.0.1")]
    [InlineData("223.255.255.254")]
    [InlineData("2400:3200::1")]
    [InlineData("2606:4700:4700::1111")]
    public void Reaches(string address) => Assert.True(AddressRules.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public void Refuses_every_mapped_address_whatever_it_maps()
    {
        var dice = new Random(20261127);
        for (var n = 0; n < 20_000; n++)
        {
            var four = new byte[4];
            dice.NextBytes(four);
            Assert.False(AddressRules.IsPublic(new IPAddress(four).MapToIPv6()));
        }
    }

    [Theory]
    [InlineData("10.0.0.0", 8)]
    [InlineData("127.0.0.0", 8)]
    [InlineData("172.16.0.0", 12)]
    [InlineData("192.168.0.0", 16)]
    [InlineData("169.254.0.0", 16)]
    [InlineData("100.64.0.0", 10)]
    [InlineData("224.0.0.0", 4)]
    public void Refuses_all_of_a_kept_network_and_neither_neighbour(string network, int length)
    {
        // By counting, not by prefixes: the first and the last address, and those beside them.
        var first = Number(IPAddress.Parse(network));
        var last = first + (uint)((1L << (32 - length)) - 1);
        Assert.False(AddressRules.IsPublic(Of(first)));
        Assert.False(AddressRules.IsPublic(Of(last)));
        if (length != 4) Assert.True(AddressRules.IsPublic(Of(last + 1)) && AddressRules.IsPublic(Of(first - 1)));
    }

    private static uint Number(IPAddress address) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());

    private static IPAddress Of(uint number)
    {
        var bytes = new byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new IPAddress(bytes);
    }
}
