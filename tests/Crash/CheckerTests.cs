using Marketplace.Tests.Crash.Checking;
using Marketplace.Tests.Crash.Driving;
using Xunit;

namespace Marketplace.Tests.Crash;

/// <summary>The checker accepts a right history and catches each way in which one can be wrong.</summary>
public sealed class CheckerTests
{
    private static readonly History history = new(
        [
            new("k1", "scan", Driver.ScanFirm, Driver.Scans, "{}"),
            new("k2", "scan", Driver.ScanFirm, Driver.Scans, "{}"),
            new("k3", "install", Driver.InstallFirm, "/api/v1/installs", "{\"app\":\"demo/echo\"}"),
            new("k4", "uninstall", Driver.InstallFirm, "/api/v1/installs/demo/echo/uninstall", ""),
        ],
        new Dictionary<string, Ack>
        {
            ["k1"] = new("k1", 200, """{"result":{"job":"j1"},"invocation":"i1"}"""),
            ["k3"] = new("k3", 201, "{}"),
        });

    private static readonly Seen nothingMore = Of(["j1"], ["i1"], "active", ("k1", "completed"), ("k3", "completed"));

    [Fact]
    public void Accepts_what_was_not_acknowledged_as_absent_or_as_there_once()
    {
        Assert.Empty(Checker.Judge(history, nothingMore));
        Assert.Empty(Checker.Judge(history, Of(["j1", "j2"], ["i1", "i2"], "uninstalled", ("k1", "completed"), ("k2", "completed"), ("k3", "completed"), ("k4", "completed"))));
    }

    public static TheoryData<string> Faults =>
        ["lost job", "lost line", "lost operation", "doubled job", "doubled line", "effect without its operation", "operation without its effect",
         "lost install", "undone install", "half a command", "refused to one"];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Catches(string fault) => Assert.NotEmpty(fault switch
    {
        "lost job" => Checker.Judge(history, nothingMore with { Jobs = [] }),
        "lost line" => Checker.Judge(history, nothingMore with { Invocations = [] }),
        "lost operation" => Checker.Judge(history, Of(["j1"], ["i1"], "active", ("k3", "completed"))),
        "doubled job" => Checker.Judge(history, nothingMore with { Jobs = ["j1", "j1"] }),
        "doubled line" => Checker.Judge(history, nothingMore with { Invocations = ["i1", "i9"] }),
        "effect without its operation" => Checker.Judge(history, nothingMore with { Jobs = ["j1", "j2"], Invocations = ["i1", "i2"] }),
        "operation without its effect" => Checker.Judge(history, Of(["j1"], ["i1"], "active", ("k1", "completed"), ("k2", "completed"), ("k3", "completed"))),
        "lost install" => Checker.Judge(history, Of(["j1"], ["i1"], "", ("k1", "completed"), ("k3", "completed"))),
        "undone install" => Checker.Judge(history, Of(["j1"], ["i1"], "uninstalled", ("k1", "completed"), ("k3", "completed"))),
        "half a command" => Checker.Judge(history, Of(["j1"], ["i1"], "active", ("k1", "completed"), ("k3", "completed"), ("k4", "completed"))),
        "refused to one" => Checker.Judge(history with { Acks = new Dictionary<string, Ack>(history.Acks) { ["k2"] = new("k2", 503, "{}") } }, nothingMore),
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    });

    private static Seen Of(string[] jobs, string[] lines, string echo, params (string, string)[] operations) => new(
        jobs, lines, new Dictionary<string, string> { ["demo/echo"] = echo, ["auto/tag-to-parameter"] = "" }, operations.ToDictionary(o => o.Item1, o => o.Item2));
}
