using Marketplace.Tests.Contests;
using Marketplace.Tests.Running;

namespace Marketplace.Tests.Crash.Driving;

/// <summary>The hands of shared things over HTTP: each a person of the demo, asking one of the hosts.</summary>
internal sealed class HttpHands(IReadOnlyList<Uri> hosts) : IDisposable
{
    private static readonly Dictionary<Hand, string> tokens = new()
    {
        [Hand.Chain] = "mkt_dev_chain", [Hand.Maker] = "mkt_dev_sme", [Hand.Machinist] = "mkt_dev_sme2", [Hand.Funder] = "mkt_dev_funder", [Hand.Lender] = "mkt_dev_lender",
        [Hand.Worker] = "mkt_dev_forklift", [Hand.Carrier] = "mkt_dev_carrier", [Hand.Desk] = "mkt_dev_operator",
    };

    private readonly Dictionary<(int, Hand), Talk> talks = hosts.Index().SelectMany(static host => tokens.Select(one => ((host.Index, one.Key), new Talk(host.Item, one.Value)))).ToDictionary();

    /// <summary>The development token of a hand.</summary>
    public static string Token(Hand hand) => tokens[hand];

    /// <summary>Where a command is posted; what makes a thing is posted to an id of the caller's.</summary>
    public static string Path(string service, string on, string id, string command) => $"/api/v1/{service}/{on}/{(id.Length > 0 ? id : $"{Guid.NewGuid():n}")}/{command}";

    /// <summary>Asks by a key of its own.</summary>
    public async Task<Told> Ask(int host, Hand hand, string service, string on, string id, string command, object? input)
    {
        var reply = await this[hand, host].Post(Path(service, on, id, command), input ?? new { }, key: Guid.NewGuid().ToString());
        return reply.Status is 200 or 201 ? new Told("", reply.Json.GetProperty("id").GetString()!, reply.Json.GetProperty("state").GetString()!, reply.Json.GetProperty("seq").GetInt64(), reply.Json.GetProperty("body"))
            : new Told(reply.Code, "", "", 0, default);
    }

    /// <summary>A hand's talk with a host.</summary>
    public Talk this[Hand hand, int host = 0] => talks[(host % hosts.Count, hand)];

    public void Dispose()
    {
        foreach (var talk in talks.Values) talk.Dispose();
    }
}
