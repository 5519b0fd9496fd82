using System.Globalization;
using Marketplace.Domain.Invocations;
using Marketplace.Tests.Adversarial.Hostile;
using Xunit;

namespace Marketplace.Tests.Adversarial;

/// <summary>Every hostile script ends as its file says, within its limits, and nobody beside it feels it.</summary>
[Collection("one at a time")]
public sealed class CorpusTests(Ring ring, ITestOutputHelper output) : IClassFixture<Ring>
{
    private const int PeakMb = 700;
    private const int Scripts = 300, Escapes = 100;

    public static TheoryData<string> Files => [.. Corpus.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Ends_as_it_must(string file)
    {
        var endings = new List<Ending>();
        foreach (var script in Corpus.Read(file)) endings.Add(await ring.Run(script));
        foreach (var ending in endings.Where(e => Repository.Nightly || e.Wrong() is not null)) output.WriteLine(ending.ToString());
        output.WriteLine(Row(file, endings));
        var wrong = endings.Where(e => e.Wrong() is not null).Select(e => $"{e.Script}: {e.Wrong()}")
            .Concat(endings.Where(e => e.PeakMb > PeakMb).Select(e => $"{e.Script}: the runner grew to {e.PeakMb} MB"));
        Assert.True(!wrong.Any(), string.Join("\n", wrong));
    }

    [Fact]
    public void Is_as_large_as_it_says()
    {
        var all = Corpus.Files.SelectMany(Corpus.Read).ToList();
        output.WriteLine($"{all.Count} hostile scripts, {all.Count(s => s.IsEscape)} of them escapes");
        Assert.True(all.Count >= Scripts && all.Count(s => s.IsEscape) >= Escapes);
        Assert.Empty(all.GroupBy(s => s.ToString()).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.Empty(all.GroupBy(s => s.Body + string.Join(' ', s.Words)).Where(g => g.Count() > 1).Select(g => g.First().ToString()));
    }

    private static string Row(string file, List<Ending> endings)
    {
        var verdicts = string.Join(", ", endings.GroupBy(e => e.Word).OrderByDescending(g => g.Count()).Select(g => $"{g.Count()} {g.Key}"));
        var over = endings.Max(e => e.CpuMs) / Budget.Default.CpuMs;
        return string.Create(CultureInfo.InvariantCulture,
            $"{file} | {endings.Count} | {verdicts} | most CPU {endings.Max(e => e.CpuMs):F0} ms = {over:F1}x | most wall {endings.Max(e => e.Wall).TotalMilliseconds:F0} ms | "
            + $"peak {endings.Max(e => e.PeakMb)} MB | neighbour waited {endings.Max(e => e.Neighbour).TotalMilliseconds:F0} ms");
    }
}
