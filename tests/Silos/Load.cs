using System.Diagnostics;
using Marketplace.Tests.Crash;
using Marketplace.Tests.Crash.Checking;
using Marketplace.Tests.Crash.Driving;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Silos;

/// <summary>Scans, installs and uninstalls, and one hand for each of several small apps, spread over all hosts; judged at the end by the
/// checker of the crash tests, and note by note for the small apps.</summary>
internal sealed class Load : IAsyncDisposable
{
    private const int Scanners = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(60);
    private readonly Fleet fleet;
    private readonly CancellationTokenSource stopping = new();
    private readonly Patient scanner, other;
    private readonly IReadOnlyList<FleetApp> apps;
    private readonly Dictionary<string, List<long>> answered;
    private readonly int before;
    private Seen known = null!;
    private Task running = Task.CompletedTask;

    private Load(Fleet fleet, IReadOnlyList<FleetApp> apps)
    {
        (this.fleet, this.apps) = (fleet, apps);
        (scanner, other) = (new Patient(fleet.Hosts, Driver.ScanFirm), new Patient(fleet.Hosts, Driver.InstallFirm));
        answered = apps.ToDictionary(static app => app.Id, static _ => new List<long>());
        before = fleet.Journal.Read().Intents.Count;
    }

    /// <summary>Why clients had to ask again.</summary>
    public string Again => string.Join(", ", scanner.Again.Concat(other.Again).GroupBy(static why => why.Key).Select(static g => $"{g.Key} {g.Sum(static why => why.Value)}"));

    /// <summary>How often a host failed somebody.</summary>
    public int Failures => scanner.Failures + other.Failures;

    /// <summary>Starts it with <paramref name="count"/> small apps.</summary>
    public static async Task<Load> Start(Fleet fleet, int count)
    {
        var load = new Load(fleet, await fleet.Apps(count));
        load.known = await Seen.Read(fleet[0].Address, new History([], new Dictionary<string, Ack>()));
        load.running = Task.WhenAll(Enumerable.Range(0, Scanners).Select(load.Scan).Append(load.Install()).Concat(load.apps.Select(load.Add)));
        return load;
    }

    /// <summary>From now on the clients look which hosts are ready.</summary>
    public void Watch() => _ = Task.WhenAll(scanner.Watch(stopping.Token), other.Watch(stopping.Token));

    /// <summary>Lets it run for a while; a hand that broke ends the wait.</summary>
    public async Task For(TimeSpan time)
    {
        if (await Task.WhenAny(running, Task.Delay(time)) == running) await running;
    }

    /// <summary>Ends it: what is on its way is asked for until it is settled.</summary>
    public async Task<int> Stop()
    {
        await stopping.CancelAsync();
        await running;
        return answered.Values.Sum(static times => times.Count) + fleet.Journal.Read().Intents.Count - before;
    }

    /// <summary>For each app the longest time without an answer since <paramref name="moment"/>, the shortest first.</summary>
    public List<TimeSpan> Gaps(long moment) => [.. answered.Values.Select(times => Longest(moment, times)).Order()];

    private static TimeSpan Longest(long moment, List<long> times)
    {
        var after = times.Where(at => at > moment).Prepend(moment).ToList();
        return after.Count == 1 ? TimeSpan.MaxValue : after.Zip(after.Skip(1), static (from, to) => Stopwatch.GetElapsedTime(from, to)).Max();
    }

    /// <summary>Nothing acknowledged is lost, nothing is there twice, every install is in a known state.</summary>
    public async Task Judge(int host)
    {
        var history = fleet.Journal.Read();
        var mine = history with { Intents = [.. history.Intents.Where((intent, place) => place >= before || intent.Kind != "scan")] };
        var seen = await Seen.Read(fleet[host].Address, mine);
        seen = seen with { Jobs = [.. seen.Jobs.Where(job => !known.Jobs.Contains(job))], Invocations = [.. seen.Invocations.Where(line => !known.Invocations.Contains(line))] };
        var wrong = Checker.Judge(mine, seen);
        foreach (var app in apps)
        {
            var notes = (await app.Notes(fleet[host])).ConvertAll(static note => note.Code);
            wrong.AddRange(app.Noted.Except(notes).Select(code => $"the note {code} of {app.Id} is lost"));
            wrong.AddRange(notes.Except(app.Noted).Select(code => $"the note {code} of {app.Id} was not acknowledged"));
            if (notes.Count != notes.Distinct().Count()) wrong.Add($"{app.Id} has a note twice");
        }
        Assert.True(wrong.Count == 0, $"{string.Join('\n', wrong.Take(20))}\n{wrong.Count} in all\n{fleet.Printed}");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(130)));
        scanner.Dispose();
        other.Dispose();
        stopping.Dispose();
    }

    private async Task Scan(int hand)
    {
        for (var turn = hand; !stopping.IsCancellationRequested; turn++)
        {
            await Send(scanner, turn, new Intent(Guid.NewGuid().ToString(), "scan", Driver.ScanFirm, Driver.Scans, """{"code":"DEMO-GREEN","machine":"M-01"}"""));
            await Task.Delay(Pause);
        }
    }

    /// <summary>One after the other: the apps in turn, in and out, over the hosts in turn.</summary>
    private async Task Install()
    {
        for (var turn = fleet.Journal.Read().Intents.Count(static i => i.Kind is "install" or "uninstall"); !stopping.IsCancellationRequested; turn++)
        {
            var app = Driver.Apps[turn % 2];
            await Send(other, turn, turn / 2 % 2 == 0
                ? new Intent(Guid.NewGuid().ToString(), "install", Driver.InstallFirm, "/api/v1/installs", $$"""{"app":"{{app}}","grants":"all"}""")
                : new Intent(Guid.NewGuid().ToString(), "uninstall", Driver.InstallFirm, $"/api/v1/installs/{app}/uninstall", ""));
            await Task.Delay(Pause);
        }
    }

    private async Task Add(FleetApp app, int hand)
    {
        for (var turn = hand; !stopping.IsCancellationRequested; turn++)
        {
            var code = Guid.NewGuid().ToString("n");
            var reply = await other.Ask(turn, talk => talk.Call(app.Id, "add", new { code }, code));
            if (reply.Status != 200) throw new InvalidOperationException($"A call of {app.Id} was answered {reply}");
            answered[app.Id].Add(Stopwatch.GetTimestamp());
            app.Noted.Add(code);
            await Task.Delay(Pause);
        }
    }

    private async Task Send(Patient client, int first, Intent intent)
    {
        fleet.Journal.Note(intent);
        var reply = await client.Ask(first, talk => talk.Post(intent.Path, intent.Body.Length == 0 ? null : intent.Body, intent.Key));
        fleet.Journal.Note(new Ack(intent.Key, reply.Status, reply.Text));
    }
}
