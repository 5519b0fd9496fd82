using Marketplace.Tests.Crash.Checking;
using Marketplace.Tests.Running;

namespace Marketplace.Tests.Crash.Walks;

/// <summary>An install with its sample data, by a firm that has the app not.</summary>
internal sealed class InstallWalk : Walk
{
    private const string App = "auto/tag-to-parameter";
    private const string Firm = "mkt_dev_sme2";

    public override string Name => "install";

    public override async Task<Command> Prepare(Uri host)
    {
        using var firm = new Talk(host, Firm);
        var before = await firm.Get($"/api/v1/installs/{App}");
        if (before.Status == 200 && before.Json.GetProperty("state").GetString() == "active")
            Must(await firm.Post($"/api/v1/installs/{App}/uninstall", key: Guid.NewGuid().ToString()));
        return new Command(Guid.NewGuid().ToString(), Firm, "/api/v1/installs", """{"app":"auto/tag-to-parameter","grants":"all"}"""u8.ToArray(), "application/json", 0);
    }

    public override async Task<List<string>> Judge(Uri host, Command command, Reply repeated)
    {
        if (repeated.Status is not (200 or 201)) return [repeated.ToString()];
        using var firm = new Talk(host, Firm);
        var wrong = new List<string>();
        var install = await firm.Get($"/api/v1/installs/{App}");
        if (install.Json.GetProperty("state").GetString() != "active") wrong.Add($"installed, and shown as {install}");
        if (install.Json.GetProperty("install").GetString() != repeated.Json.GetProperty("install").GetString()) wrong.Add($"the receipt names another install than {install}");
        var listed = (await firm.Get("/api/v1/installs")).Json.GetProperty("installs").EnumerateArray().Count(i => i.GetProperty("app").GetString() == App);
        if (listed != 1) wrong.Add($"the install is listed {listed} times");
        var tags = await Pages.All(firm, $"/api/v1/installs/{App}/records/tag?limit=1000", "records", "id");
        if (tags.Count < 300 || tags.Distinct().Count() != tags.Count) wrong.Add($"{tags.Count} tags of the sample data, {tags.Distinct().Count()} different");
        var scan = await firm.Post($"/api/v1/installs/{App}/functions/onScan", new { code = "DEMO-NONE", machine = "M-01" });
        if (scan.Code != "tag.unknown") wrong.Add($"the app does not answer: {scan}");
        return wrong;
    }

    private static void Must(Reply reply)
    {
        if (reply.Status != 200) throw new InvalidOperationException(reply.ToString());
    }
}
