using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Overload;

/// <summary>A host with few places: sixteen for each kind of work, and so four for large bodies, three of them for one firm.</summary>
public sealed class CrowdedHost : IAsyncLifetime
{
    public const int Places = 16, Bulk = 4, BulkOfOne = 3;

    private RunningHost? host;

    /// <summary>Where it listens.</summary>
    public Uri Address => host!.Address;

    public async ValueTask InitializeAsync() =>
        host = await RunningHost.Start(place: (await HostPlace.Seeded("sqlite")).With("Marketplace__Places", Places.ToString(CultureInfo.InvariantCulture)));

    public ValueTask DisposeAsync() => host!.DisposeAsync();

    /// <summary>A number of /metrics, summed over what the labels leave open.</summary>
    public async Task<long> Metric(string name, params string[] labels)
    {
        using var talk = new Talk(Address, "");
        var page = await talk.Get("/metrics");
        return page.Text.Split('\n')
            .Where(line => Regex.IsMatch(line, $"^{name}[^ {{]*[ {{]") && labels.All(label => line.Contains(label, StringComparison.Ordinal)))
            .Sum(static line => (long)double.Parse(line.Split('}')[^1].Trim().Split(' ')[0], CultureInfo.InvariantCulture));
    }

    /// <summary>Waits until a number is so; a bound far beyond any slow machine.</summary>
    public async Task Until(long expected, string name, params string[] labels)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (await Metric(name, labels) == expected) return;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        Assert.Fail($"{name} {string.Join(' ', labels)} is {await Metric(name, labels)} and never was {expected}");
    }
}

/// <summary>The tests that crowd one host, one after another: each counts what it alone does there.</summary>
[CollectionDefinition(Name)]
public sealed class CrowdedTests : ICollectionFixture<CrowdedHost>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "crowded";
}
