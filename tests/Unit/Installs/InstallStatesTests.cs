using Marketplace.Domain;
using Marketplace.Domain.Installs;
using Xunit;

namespace Marketplace.Tests.Unit.Installs;

/// <summary>The life of an install as a table: every cell, and for any history of commands what a firm is promised. Wrong tables are caught.</summary>
public sealed class InstallStatesTests(ITestOutputHelper output)
{
    /// <summary>The table as the design has it, written down here again: a row for each state, a column for each command.</summary>
    private const string Design = """
                    install upgrade   rollback  finish fail   cap       settings  suspend   resume uninstall   restore purge
        requested   active  -         -         -      -      -         -         -         -      -           -       -
        active      -       upgrading upgrading -      -      active    active    suspended -      uninstalled -       -
        upgrading   -       -         -         active active upgrading upgrading -         -      -           -       -
        suspended   -       -         -         -      -      suspended suspended -         active uninstalled -       -
        uninstalled active  -         -         -      -      -         -         -         -      -           active  purged
        purged      active  -         -         -      -      -         -         -         -      -           -       -
        """;

    private static int Runs => Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? 100_000 : 4_000;

    public static TheoryData<string, string, string> Wrongs => new()
    {
        { "suspended", "upgrade", "upgrading" }, { "upgrading", "uninstall", "uninstalled" }, { "purged", "restore", "active" }, { "uninstalled", "resume", "active" },
        { "active", "purge", "purged" }, { "uninstalled", "suspend", "suspended" }, { "upgrading", "upgrade", "upgrading" }, { "suspended", "finish", "active" },
    };

    [Fact]
    public void Every_cell_is_as_designed()
    {
        var lines = Design.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        var (commands, cells) = (lines[0], 0);
        Assert.Equal(InstallStates.Commands.Order(StringComparer.Ordinal), commands.Order(StringComparer.Ordinal));
        Assert.Equal(InstallStates.All, lines.Skip(1).Select(static line => line[0]));
        foreach (var line in lines.Skip(1))
            for (var i = 0; i < commands.Length; i++, cells++)
            {
                var after = InstallStates.After(line[0], commands[i]);
                if (line[i + 1] != "-") Assert.Equal(line[i + 1], after.Must());
                else Assert.Equal((Codes.ConflictState, line[0], commands[i]), (after.Refusal!.Code, after.Refusal.Facts["state"], after.Refusal.Facts["command"]));
            }
        Assert.Equal(72, cells);
    }

    [Fact]
    public void Keeps_its_promises_whatever_comes()
    {
        var met = new Dictionary<(string, string), int>();
        var seed = Environment.GetEnvironmentVariable("NIGHTLY") == "1" ? Environment.TickCount : 20261127;
        var dice = new Random(seed);
        for (var run = 0; run < Runs; run++) Assert.Null(Broken(dice, static (state, command) => InstallStates.After(state, command).Value, met));
        Assert.Equal(InstallStates.Table.Keys.Order(), met.Keys.Order());
        output.WriteLine($"{Runs} histories, seed {seed}: {string.Join(", ", met.OrderBy(static one => one.Key).Select(static one => $"{one.Key.Item1} {one.Key.Item2} {one.Value}"))}");
    }

    [Theory, MemberData(nameof(Wrongs))]
    public void A_wrong_cell_is_caught(string state, string command, string to)
    {
        var dice = new Random(7);
        for (var run = 0; run < 20_000; run++)
            if (Broken(dice, (at, what) => at == state && what == command ? to : InstallStates.After(at, what).Value, []) is { } why)
            {
                output.WriteLine($"{state} {command}: caught in history {run}: {why}");
                return;
            }
        Assert.Fail($"{state} {command} → {to} was not caught");
    }

    [Fact]
    public void What_was_left_counts_as_gone_when_its_time_has_come()
    {
        var left = new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(InstallStates.Uninstalled, InstallStates.Now(InstallStates.Uninstalled, left, left.AddDays(90).AddMilliseconds(-1)));
        Assert.Equal(InstallStates.Purged, InstallStates.Now(InstallStates.Uninstalled, left, left.AddDays(90)));
        Assert.Equal(InstallStates.Active, InstallStates.Now(InstallStates.Active, DateTimeOffset.UnixEpoch, left));
        Assert.Equal([InstallStates.Active, InstallStates.Upgrading], InstallStates.All.Where(InstallStates.Serves));
        Assert.Equal([InstallStates.Active, InstallStates.Upgrading, InstallStates.Suspended], InstallStates.All.Where(InstallStates.IsThere));
    }

    /// <summary>Plays one history and keeps account of it another way: which data there is, who serves, and whether work is under way.</summary>
    private static string? Broken(Random dice, Func<string, string, string?> after, Dictionary<(string, string), int> met)
    {
        var state = InstallStates.Requested;
        bool data = false, works = false, left = false, paused = false;
        for (var step = 0; step < 24; step++)
        {
            var command = InstallStates.Commands[dice.Next(InstallStates.Commands.Count)];
            if (after(state, command) is not { } next) continue;
            met[(state, command)] = met.GetValueOrDefault((state, command)) + 1;
            var why = command switch
            {
                "install" when !left && data => "installed over itself",
                "upgrade" or "rollback" when works => "two passages at once",
                "upgrade" or "rollback" when paused || left => "work began on what is not in use",
                "finish" or "fail" when !works => "work ended that never began",
                "suspend" or "uninstall" when works => "it went away under its work",
                "suspend" or "cap" when left => "what was left was handled",
                "resume" when !paused => "it went on without having been paused",
                "restore" when !left || !data => "something came back that is not there",
                "purge" when !left => "what is in use was removed",
                _ => null,
            };
            if (why is not null) return $"{why}: {state} {command}";
            (data, works, left, paused) = command switch
            {
                "install" or "restore" => (true, false, false, false),
                "upgrade" or "rollback" => (data, true, left, paused),
                "finish" or "fail" => (data, false, left, paused),
                "suspend" => (data, works, left, true),
                "resume" => (data, works, left, false),
                "uninstall" => (data, works, true, false),
                "purge" => (false, works, left, paused),
                _ => (data, works, left, paused),
            };
            state = next;
            if (InstallStates.Serves(state) == (left || paused || !data)) return $"{state} after {command}: it serves, or does not, against its history";
        }
        return null;
    }
}
