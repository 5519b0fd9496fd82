using System.Text.Json;
using Marketplace.Tests.Running;

namespace Marketplace.Tests.Api.Operations;

/// <summary>What people see of a host, as text: the shop, the desk, installs, jobs, the log with its costs.</summary>
internal static class Seen
{
    private static readonly (string Token, string Path)[] Places =
    [
        ("mkt_dev_sme", "/api/v1/apps"),
        ("mkt_dev_sme", "/api/v1/apps/auto/tag-to-parameter"),
        ("mkt_dev_operator", "/api/v1/reviews?all=true"),
        ("mkt_dev_sme", "/api/v1/installs"),
        ("mkt_dev_sme2", "/api/v1/installs"),
        ("mkt_dev_sme", "/api/v1/installs/auto/tag-to-parameter/records/download?limit=1000"),
        ("mkt_dev_sme", "/api/v1/installs/auto/tag-to-parameter/records/machine?limit=1000"),
        ("mkt_dev_sme", "/api/v1/installs/auto/tag-to-parameter/invocations?limit=200"),
    ];

    /// <summary>All of it.</summary>
    public static async Task<string> Of(RunningHost host)
    {
        List<string> parts = [];
        foreach (var (token, path) in Places)
        {
            using var talk = new Talk(host.Address, token);
            var reply = await talk.Get(path);
            parts.Add($"{path} {reply.Status} {(reply.Status == 200 ? JsonSerializer.Serialize(reply.Json) : reply.Text)}");
        }
        return string.Join('\n', parts);
    }
}
