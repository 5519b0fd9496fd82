using Marketplace.Tests.Crash.Driving;
using Marketplace.Tests.Running;

namespace Marketplace.Tests.Crash.Checking;

/// <summary>What the host shows after a restart, read by HTTP alone: jobs of the scan app, lines of its log, states of installs, and how
/// each operation is said to have ended (nothing when it is not known).</summary>
internal sealed record Seen(
    IReadOnlyList<string> Jobs, IReadOnlyList<string> Invocations, IReadOnlyDictionary<string, string> Installs, IReadOnlyDictionary<string, string> Operations)
{
    /// <summary>Reads everything that the history speaks of.</summary>
    public static async Task<Seen> Read(Uri address, History history)
    {
        using var firm = new Talk(address, Driver.ScanFirm);
        using var other = new Talk(address, Driver.InstallFirm);
        const string app = "/api/v1/installs/auto/tag-to-parameter";
        var installs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Driver.Apps)
        {
            var reply = await other.Get($"/api/v1/installs/{name}");
            installs[name] = reply.Status == 404 ? "" : reply.Json.GetProperty("state").GetString()!;
        }
        var operations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var intent in history.Intents)
        {
            var reply = await (intent.Token == Driver.ScanFirm ? firm : other).Get($"/api/v1/operations/{intent.Key}");
            operations[intent.Key] = reply.Status == 404 ? "" : reply.Json.GetProperty("state").GetString()!;
        }
        return new Seen(
            await Pages.All(firm, $"{app}/records/download?limit=1000&select=code", "records", "id"),
            await Pages.All(firm, $"{app}/invocations?function=onScan&limit=200", "invocations", "invocation"),
            installs, operations);
    }
}
