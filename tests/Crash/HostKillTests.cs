using System.Diagnostics;
using Marketplace.Tests.Crash.Checking;
using Marketplace.Tests.Crash.Driving;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Crash;

/// <summary>SIGKILL of the host at random moments under load: what was acknowledged is there once, what was not is there once or not at
/// all, and repeating its key settles it.</summary>
public sealed class HostKillTests
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_killed_host_has_kept_all_it_acknowledged_and_nothing_twice(string engine)
    {
        var dice = Seeds.Dice($"host kills on {engine}");
        var kills = Seeds.Kills(nightly: 25, change: 3);
        await using var host = await RunningHost.Start(engine);
        using var journal = new Journal(Path.Combine(host.Data, "driver.journal"));
        for (var kill = 1; kill <= kills; kill++)
        {
            var driving = new Driver(host.Address, journal).Run();
            await Task.Delay(dice.Next(50, 2_000), TestContext.Current.CancellationToken);
            var children = Children.All(host.ProcessId);
            await host.Kill();
            await driving;
            await Children.Gone(children);
            var since = Stopwatch.GetTimestamp();
            await host.Start();
            var ready = Stopwatch.GetElapsedTime(since);
            var history = journal.Read();
            var seen = await Seen.Read(host.Address, history);
            var unanswered = history.Intents.Where(i => !history.Acks.ContainsKey(i.Key)).ToList();
            Seeds.Say($"kill {kill} on {engine}: {history.Intents.Count} sent, {history.Acks.Count} answered, {unanswered.Count} not, "
                + $"{unanswered.Count(i => seen.Operations[i.Key] == "completed")} of these had happened; ready again after {ready.TotalSeconds:F1} s");
            None(Checker.Judge(history, seen), host);
            await Settle(host, journal, unanswered, seen);
            None(Checker.Judge(journal.Read(), await Seen.Read(host.Address, journal.Read())), host);
        }
        await Repeated(host, journal.Read());
        Assert.True(journal.Read().Acks.Count > kills * 5, "The driver got hardly anything done: a kill proves nothing.");
    }

    /// <summary>Repeats what was not answered under its key; what had happened before answers as it did then.</summary>
    private static async Task Settle(RunningHost host, Journal journal, List<Intent> unanswered, Seen before)
    {
        foreach (var intent in unanswered)
        {
            using var talk = new Talk(host.Address, intent.Token);
            Assert.True(await Driver.Send(journal, talk, intent), $"{intent.Kind} {intent.Key} is not answered when it is repeated");
            var ack = journal.Read().Acks[intent.Key];
            Assert.True(ack.Status is 200 or 201, $"{intent.Kind} {intent.Key} repeated: {ack.Status} {ack.Text}");
            if (intent.Kind != "scan") continue;
            var job = System.Text.Json.JsonElement.Parse(ack.Text).GetProperty("result").GetProperty("job").GetString()!;
            Assert.Equal(before.Operations[intent.Key] == "completed", before.Jobs.Contains(job));
        }
    }

    /// <summary>A sample of all keys once more: the very answers that were given, whatever happened since.</summary>
    private static async Task Repeated(RunningHost host, History history)
    {
        foreach (var intent in history.Intents.Where((_, place) => place % 7 == 0).Take(100))
        {
            using var talk = new Talk(host.Address, intent.Token);
            var reply = await talk.Post(intent.Path, intent.Body, intent.Key);
            Assert.Equal((200, history.Acks[intent.Key].Text), (reply.Status, reply.Text));
        }
        Assert.Equal(history.Intents.Count(i => i.Kind == "scan"), (await Seen.Read(host.Address, history)).Jobs.Count);
    }

    private static void None(List<string> wrong, RunningHost host) =>
        Assert.True(wrong.Count == 0, $"{string.Join('\n', wrong.Take(20))}\n{wrong.Count} in all\n{host.Printed}");
}
