using Marketplace.Load.Stage;
using Marketplace.Load.Wire;

namespace Marketplace.Load.Runs;

/// <summary>Some times the knee for some time, between two stretches of half the knee: what is carried meanwhile, how fast the rest is
/// refused, what memory it takes, and how soon it is as before.</summary>
internal static class Overload
{
    private const double BaseShare = 0.5;
    private const int BaseSeconds = 15, AfterSeconds = 20;

    public static async Task Run(Theatre theatre, string play, double knee, double times, int seconds)
    {
        using var model = new OpenModel(theatre.Port, 20_261_128);
        var next = theatre.Play(play);
        await Trial.Run(model, next, knee * BaseShare, Knee.Warm, TimeSpan.Zero);
        var calm = await Trial.Run(model, next, knee * BaseShare, TimeSpan.FromSeconds(BaseSeconds), TimeSpan.FromSeconds(2));
        Console.WriteLine($"  {play} before: {calm}");
        Trial storm;
        await using (var watch = new Watch(theatre.ProcessId))
        {
            var (host, runners) = watch.Memory;
            storm = await Trial.Run(model, next, knee * times, TimeSpan.FromSeconds(seconds), TimeSpan.Zero);
            Console.WriteLine($"  {play} at {times}x: {storm}");
            Console.WriteLine($"  {play} at {times}x: memory before: host {host} MB, runners {runners} MB; {watch.Seen()}; lines {model.Lines}");
        }
        var perSecond = Enumerable.Range(0, AfterSeconds).Select(static _ => new Tally()).ToArray();
        await model.Send(knee * BaseShare, TimeSpan.FromSeconds(AfterSeconds), next, due => perSecond[Math.Min((int)due, AfterSeconds - 1)]);
        Console.WriteLine($"  {play} after, each second: {string.Join("  ", perSecond.Select(static t => FormattableString.Invariant($"{t.Good.At(0.99):F0} ms/{100 * t.Errors:F1} %")))}");
        var normal = Array.FindIndex(perSecond, second => second.Good.At(0.99) <= Math.Max(2 * calm.Tally.Good.At(0.99), 50) && second.Errors <= Math.Max(calm.Tally.Errors, 0.001));
        var within = 100.0 * storm.Tally.Refused.Within(TimeSpan.FromMilliseconds(50)) / Math.Max(1, storm.Tally.Refused.Count);
        Console.WriteLine(FormattableString.Invariant(
            $"OVERLOAD {play} {times}x of {knee:F0}/s for {seconds} s: goodput {100 * storm.Goodput / knee:F0} % of the knee, accepted p99 {storm.Tally.Good.At(0.99):F0} ms, ")
            + FormattableString.Invariant($"refused {storm.Tally.Refused.Count}, {within:F2} % of them within 50 ms (p99 {storm.Tally.Refused.At(0.99):F1} ms), without Retry-After {storm.Tally.Silent}, ")
            + FormattableString.Invariant($"failed otherwise {storm.Tally.Failed}, normal again {(normal < 0 ? "not within " + AfterSeconds : "in second " + (normal + 1))}"));
    }
}
