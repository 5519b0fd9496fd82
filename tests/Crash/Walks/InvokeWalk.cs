using Marketplace.Tests.Crash.Checking;
using Marketplace.Tests.Running;

namespace Marketplace.Tests.Crash.Walks;

/// <summary>A scan that sends parameters to a machine.</summary>
internal sealed class InvokeWalk : Walk
{
    private const string App = "/api/v1/installs/auto/tag-to-parameter";
    private const string Firm = "mkt_dev_sme";

    public override string Name => "invoke";

    public override async Task<Command> Prepare(Uri host)
    {
        var (jobs, _) = await Count(host);
        return new Command(Guid.NewGuid().ToString(), Firm, $"{App}/functions/onScan", """{"code":"DEMO-GREEN","machine":"M-01"}"""u8.ToArray(), "application/json", jobs);
    }

    public override async Task<List<string>> Judge(Uri host, Command command, Reply repeated)
    {
        if (repeated.Status != 200) return [repeated.ToString()];
        var (jobs, lines) = await Count(host);
        using var firm = new Talk(host, Firm);
        var job = await firm.Get($"{App}/records/download/{repeated.Result.GetProperty("job").GetString()}");
        List<string> wrong = [.. OneMore("jobs", command.Before, jobs), .. OneMore("log lines", command.Before, lines)];
        if (job.Status != 200) wrong.Add($"the job that was answered is not there: {job}");
        return wrong;
    }

    private static async Task<(int Jobs, int Lines)> Count(Uri host)
    {
        using var firm = new Talk(host, Firm);
        return ((await Pages.All(firm, $"{App}/records/download?limit=1000&select=code", "records", "id")).Count,
            (await Pages.All(firm, $"{App}/invocations?function=onScan&limit=200", "invocations", "invocation")).Count);
    }
}
