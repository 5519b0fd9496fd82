using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Engines;
using Marketplace.Tests.Adversarial.Hostile;
using Xunit;

namespace Marketplace.Tests.Adversarial;

/// <summary>A corpus that passes whatever the kernel does proves nothing. Each step of hardening is left out once, and each time some
/// script must end otherwise than its file says.</summary>
[Collection("one at a time")]
public sealed class WrongProfileTests(ITestOutputHelper output)
{
    /// <summary>Where to look for what a step stops. In this very process: no script here that only a process wall holds, which leaves out
    /// <c>flat</c>.</summary>
    private static readonly Dictionary<string, string> witnesses = new(StringComparer.Ordinal)
    {
        ["iterators"] = "Iterator through", ["strings"] = "to half a gigabyte", ["replace"] = "replaceAll multiplies", ["search"] = "which does not fit at once",
        ["buffers"] = "typed array of 400 MB", ["json"] = "BigInt through JSON's raw form",
        ["join"] = "join of short parts", ["locale"] = "Intl through locale functions", ["chance"] = "chance", ["globals"] = "globalThis gives eval",
    };

    public static TheoryData<string> Steps => [.. Lockdown.Steps.Select(s => s.Name).Where(witnesses.ContainsKey)];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Is_caught_without(string step)
    {
        var scripts = Corpus.Files.SelectMany(Corpus.Read).Where(s => s.Name.Contains(witnesses[step], StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(scripts);
        using var right = new Kernel(new KernelOptions { Threads = 1 });
        using var wrong = new Kernel(new KernelOptions { Threads = 1, Without = step });
        var caught = new List<string>();
        foreach (var script in scripts)
        {
            Assert.Null(await Wrong(right, script));
            if (await Wrong(wrong, script) is { } seen) caught.Add($"{script.Name}: {seen}");
        }
        output.WriteLine($"without {step}: {string.Join("; ", caught)}");
        Assert.NotEmpty(caught);
    }

    private static async Task<string?> Wrong(Kernel kernel, HostileScript script)
    {
        var outcome = await kernel.Run(script.Script(), script.Call(), new Nothing(), TestContext.Current.CancellationToken);
        return new Ending(script, outcome) { Wall = TimeSpan.Zero, PeakMb = 0, Neighbour = TimeSpan.Zero }.Wrong();
    }

    private sealed class Nothing : IHostBroker
    {
        public ValueTask<HostAnswer> Ask(HostQuestion question, CancellationToken cancel) => ValueTask.FromResult(HostAnswer.No(Refusal.Of(Codes.NotFound)));
    }
}
