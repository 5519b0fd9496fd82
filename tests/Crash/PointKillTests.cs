using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Tests.Crash.Driving;
using Marketplace.Tests.Crash.Walks;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Crash;

/// <summary>SIGKILL of the host at every point of a command's walk: before and after each grain call, each question of the script, each trip
/// to the store, each delivery that follows. Whatever the point, the command repeated under its key happens once.</summary>
public sealed partial class PointKillTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_command_that_was_cut_anywhere_happens_once(string engine)
    {
        var dice = Seeds.Dice($"points on {engine}");
        await using var host = await RunningHost.Start(engine, (await HostPlace.Seeded(engine)).With("DOTNET_STARTUP_HOOKS", Path.Combine(AppContext.BaseDirectory, "Marketplace.Tests.Crash.Hook.dll")));
        var kills = 0;
        Walk[] walks = [new InvokeWalk(), new InstallWalk(), new PublishWalk(dice.Next()), new ListWalk(dice.Next()), new UpgradeWalk(dice.Next()), new RollbackWalk(dice.Next()),
            new CloseWalk(host.Place, dice.Next()), new PayoutWalk(host.Place, dice.Next(), confirms: false), new PayoutWalk(host.Place, dice.Next(), confirms: true),
            new SharedWalk("redeem", dice.Next()), new SharedWalk("book", dice.Next()), new SharedWalk("shift", dice.Next())];
        // MARKETPLACE_WALKS names the walks of a run that shall be about these alone: "upgrade,rollback".
        if (Environment.GetEnvironmentVariable("MARKETPLACE_WALKS") is { Length: > 0 } named) walks = [.. walks.Where(walk => named.Split(',').Any(word => walk.Name.StartsWith(word, StringComparison.Ordinal)))];
        // By day each run draws three walks for each engine, from its own half; by night each is cut at every point on both.
        var drawn = Seeds.Nightly ? walks : [.. walks.Where((_, place) => place % 2 == (engine == "sqlite" ? 0 : 1)).OrderBy(_ => dice.Next()).Take(3)];
        foreach (var walk in drawn)
            kills += Seeds.Nightly ? await EveryPoint(host, walk, dice) : await OnePoint(host, walk, dice);
        Seeds.Say($"{kills} kills at points on {engine}");
    }

    /// <summary>The judge is no yes-man: a client that repeats under a new key does a thing twice, and that is seen.</summary>
    [Fact]
    public async Task A_command_under_two_keys_is_seen_to_happen_twice()
    {
        await using var host = await RunningHost.Start();
        var walk = new InvokeWalk();
        var command = await walk.Prepare(host.Address);
        Assert.Equal(200, (await command.Send(host.Address))!.Status);
        Assert.Empty(await walk.Judge(host.Address, command, (await command.Send(host.Address))!));
        Assert.Equal(2, (await walk.Judge(host.Address, command, (await (command with { Key = Guid.NewGuid().ToString() }).Send(host.Address))!)).Count);
    }

    private static async Task<int> EveryPoint(RunningHost host, Walk walk, Random dice)
    {
        var point = 1;
        while (await Cut(host, walk, point, dice)) point++;
        Seeds.Say($"{walk}: {point - 1} points");
        Assert.True(point > 10, $"{walk} has only {point - 1} points: its spans are gone, and this test proves nothing.");
        return point - 1;
    }

    private static async Task<int> OnePoint(RunningHost host, Walk walk, Random dice)
    {
        for (var within = walk.Drawn; within > 1; within /= 2)
            if (await Cut(host, walk, dice.Next(1, within), dice)) return 1;
        Assert.Fail($"{walk} is not cut even at its first point: its spans are gone.");
        return 0;
    }

    /// <summary>Sends a fresh command whose host is to die at this point; false when the walk was over before it.</summary>
    private static async Task<bool> Cut(RunningHost host, Walk walk, int point, Random dice)
    {
        var command = await walk.Prepare(host.Address);
        var children = Children.All(host.ProcessId);
        var rest = new byte[20];
        dice.NextBytes(rest);
        var id = Convert.ToHexStringLower(rest);
        var first = await command.Send(host.Address, string.Create(CultureInfo.InvariantCulture, $"00-dead{point:x4}{id[..24]}-{id[24..]}-01"));
        var died = await host.ExitCode(first is null ? TimeSpan.FromSeconds(30) : Patience) is not null;
        if (died) await Again(host, children);
        else Assert.True(first is not null, $"{walk} at {point}: no answer came, and the host lives.\n{host.Printed}");
        var repeated = await command.Send(host.Address);
        if (repeated is null && !died && await host.ExitCode(TimeSpan.FromSeconds(30)) is not null)
        {
            // A busy machine reached the point only while the repetition was under way.
            died = true;
            await Again(host, children);
            repeated = await command.Send(host.Address);
        }
        Assert.True(repeated is not null, $"{walk} at {point}: the repetition is not answered.\n{host.Printed}");
        var wrong = await walk.Judge(host.Address, command, repeated);
        if (first is not null && (first.Status, first.Text) != (repeated.Status == 200 && first.Status == 201 ? 201 : repeated.Status, repeated.Text) && repeated.Code != "conflict.state")
            wrong.Add($"first answered {first}, then {repeated}");
        var where = died ? Killed().Matches(host.Printed).LastOrDefault()?.Groups[1].Value : null;
        Assert.True(wrong.Count == 0, $"{host.Printed}\n{walk} at {point} ({where}), first answered {first}:\n{string.Join('\n', wrong)}");
        if (died) Seeds.Say($"{walk} {point}: {where}; {(first is null ? "not answered" : $"answered {first.Status}")}");
        return died;
    }

    private static async Task Again(RunningHost host, IReadOnlyList<int> children)
    {
        await Children.Gone(children);
        await host.Start();
    }

    [GeneratedRegex(@"killed at point \d+: (.*)")]
    private static partial Regex Killed();
}
