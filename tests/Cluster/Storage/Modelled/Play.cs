using System.Globalization;
using System.Text;
using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Operations;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage.Modelled;

/// <summary>The store did something else than the memory.</summary>
internal sealed class DisagreementException(string what) : Exception(what);

/// <summary>How a store is spoken to. A wrong variant says something else.</summary>
internal class Speech
{
    public virtual void Append(Unit unit, Act act) => act.Append(unit);

    public virtual Task<IReadOnlyList<MessageRun>> Runs(Database database, int most, int longest, CancellationToken cancel) => OutboxFacts.Claim(database, most, longest, cancel);

    public virtual Task<IReadOnlyList<DueItem>> Due(Database database, int most, CancellationToken cancel) => DueFacts.Claim(database, most, cancel);
}

/// <summary>A seeded sequence of everything that units of work, messages and due work are made of, done to a store and to a
/// <see cref="Memory"/>, which must agree on each answer and, now and then, on every row.</summary>
internal sealed class Play(Database database, SetClock clock, Random dice, Speech speech, Func<Task>? cut = null)
{
    private static readonly string[] apps = ["auto/tag", "auto/job"], sources = ["firm/auto/tag", "firm/auto/job"], targets = ["device:firm/m-1", "events:firm", "device:firm/dead"];

    private readonly SortedDictionary<string, int> reached = new(StringComparer.Ordinal);
    private readonly List<MessageRun> runs = [];
    private readonly List<DueItem> works = [];
    private Memory memory = new();
    private List<Act> last = [];
    private int minted;
    private bool isDenied;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private long Now => clock.Now.ToUnixTimeMilliseconds();

    /// <summary>How often each thing happened.</summary>
    public IReadOnlyDictionary<string, int> Reached => reached;

    /// <summary>How many turns were played.</summary>
    public int Turns { get; private set; }

    public async Task Begin()
    {
        foreach (var app in apps)
        {
            var unit = new Unit();
            InstallFacts.Create(unit, new InstallHead
            {
                Tenant = "firm", App = app, Id = $"id-{app}", Brain = "auto", Version = "1.0.0", Digest = "d", State = "active", InstalledAt = clock.Now, InstalledBy = "owner",
            });
            Assert.True((await database.Commit(unit, Cancel)).Ok);
            memory.Heads[app] = new(0, 0);
        }
    }

    public async Task Run(int turns)
    {
        for (var turn = 0; turn < turns; turn++, Turns++)
        {
            clock.Now += TimeSpan.FromMilliseconds(dice.Next(80) switch { 0 => dice.Next(1, 700_000), < 5 => dice.Next(1, 60_000), _ => dice.Next(1, 400) });
            await (dice.Next(20) switch
            {
                < 8 => Call(),
                8 => Again(),
                < 12 => Claim(),
                < 15 => Deliver(),
                15 => ClaimDue(),
                < 18 => DoDue(),
                _ => Note("pause", Task.CompletedTask),
            });
            if (turn % 100 == 99 || turn == turns - 1) await Agree();
        }
    }

    /// <summary>Every row of both, side by side.</summary>
    public async Task Agree()
    {
        var (wanted, found) = (memory.Rows(), await Rows());
        foreach (var (want, have) in wanted.Zip(found))
            if (want != have) throw new DisagreementException($"after {Turns} turns the memory has '{want}', the store '{have}'");
        if (wanted.Count != found.Count) throw new DisagreementException($"after {Turns} turns the memory has {wanted.Count} rows, the store {found.Count}");
        Count("rows compared");
    }

    private Task Call()
    {
        var app = apps[dice.Next(apps.Length)];
        var head = memory.Heads[app];
        List<Act> acts = [new Act.Advance(app, dice.Next(12) == 0 ? Math.Max(0, head.Seq - 1) : head.Seq, dice.Next(40) == 0 ? head.Epoch + 1 : head.Epoch)];
        foreach (var id in Enumerable.Range(0, 12).OrderBy(_ => dice.Next()).Take(dice.Next(3))) acts.Add(SomeChange($"r{id:D2}"));
        for (var n = dice.Next(3); n > 0; n--)
            acts.Add(new Act.Send(dice.Next(30) == 0 && memory.LetterIds.Count > 0 ? memory.LetterIds.First() : $"m{++minted:D6}", sources[dice.Next(2)], targets[dice.Next(3)], Now));
        if (dice.Next(4) == 0) acts.Add(new Act.Add(dice.Next(8) == 0 && memory.Due.Count > 0 ? memory.Due.Keys.First() : $"d{++minted:D6}", Now, Now + dice.Next(5_000)));
        if (dice.Next(4) == 0) acts.Add(new Act.Spend($"2026-{dice.Next(3) + 1:D2}", dice.Next(40), dice.Next(3) == 0 ? 0 : 400));
        acts.Add(new Act.Reply(dice.Next(25) == 0 && memory.Replies.Count > 0 ? memory.Replies.Keys.First() : $"o{++minted:D6}", $"w{minted}"));
        return Commit("call", acts);
    }

    /// <summary>The same unit again, as a caller sends it who did not hear the answer.</summary>
    private Task Again() => last.Count == 0 ? Task.CompletedTask : Commit("call again", last);

    private Act SomeChange(string id)
    {
        var stored = memory.Parts.GetValueOrDefault(id);
        var code = dice.Next(3) == 0 ? "" : $"C{dice.Next(9)}";
        var read = dice.Next(12) == 0 && stored is not null ? stored with { Version = stored.Version + 1 } : stored;
        if (dice.Next(12) == 0) read = null;
        if (read is null) return new Act.Change(id, null, new(1, code, dice.Next(5)));
        return new Act.Change(id, read, dice.Next(4) == 0 ? null : new(read.Version + 1, code, dice.Next(5)));
    }

    private async Task Claim()
    {
        var (most, longest, now) = (dice.Next(1, 4), dice.Next(1, 5), Now);
        List<(string, string)> wanted = [.. memory.Pairs.Where(pair => pair.Value.IsOpen(now)).OrderBy(static pair => pair.Value.Due)
            .ThenBy(static pair => pair.Key.Source, StringComparer.Ordinal).ThenBy(static pair => pair.Key.Target, StringComparer.Ordinal).Take(most).Select(static pair => pair.Key)];
        var lease = now + 30_000;
        if (await Tried("claim", () => speech.Runs(database, most, longest, Cancel)) is not { } found)
        {
            // Whoever claimed and did not hear of it holds nothing; the leases, if they were taken, lapse.
            if (await Taken("outbox_head", lease))
                foreach (var key in wanted) memory.Pairs[key] = memory.Pairs[key] with { Lease = lease };
            return;
        }
        if (!found.Select(static run => (run.Source, run.Target)).ToHashSet().SetEquals(wanted))
            throw new DisagreementException($"claimed {string.Join(' ', found.Select(static run => run.Target))}, not {string.Join(' ', wanted)}");
        foreach (var run in found)
        {
            var (key, pair) = ((run.Source, run.Target), memory.Pairs[(run.Source, run.Target)]);
            var letters = memory.Letters[key].Where(letter => letter.Seq > pair.Done).Take(longest).Select(static letter => (letter.Seq, letter.Id));
            if (!run.Messages.Select(static letter => (letter.Seq, letter.Id)).SequenceEqual(letters) || (run.Done, run.Tries) != (pair.Done, pair.Tries))
                throw new DisagreementException($"the run of {run.Target} is {string.Join(' ', run.Messages.Select(static letter => letter.Seq))} after {run.Done}");
            memory.Pairs[key] = pair with { Lease = lease };
            runs.Add(run);
        }
        if (found.Count > 0) Count("claimed");
        // Mostly at once, as the sweeper does it; what is left lying is told late.
        foreach (var run in found)
            if (dice.Next(3) > 0) await Tell(run, run.Tries == 9 ? 2 : 8);
    }

    private async Task Deliver()
    {
        if (runs.Count > 0) await Tell(runs[dice.Next(runs.Count)], 8);
    }

    /// <summary>Delivers what a run holds, or fails to; one time in <paramref name="again"/> the word is told once more, later.</summary>
    private async Task Tell(MessageRun run, int again)
    {
        if (dice.Next(again) != 0) runs.Remove(run);
        if (clock.Now >= run.Lease) Count("word after the lease");
        var good = run.Target.EndsWith("dead", StringComparison.Ordinal) ? dice.Next(40) == 0 ? run.Messages.Count : 0 : dice.Next(3) == 0 ? dice.Next(run.Messages.Count + 1) : run.Messages.Count;
        foreach (var letter in run.Messages.Take(good))
            await Commit("receive", [new Act.Receive(letter.Target, letter.Source, letter.Seq), new Act.Reply($"got:{letter.Id}", "x")]);
        if (good == run.Messages.Count) await Commit("acknowledge", [new Act.Acknowledge(run, run.Messages[^1].Seq, Now), Marker()]);
        else await Commit(run.Tries == 9 && good == 0 ? "bury" : "fail", [new Act.Fail(run, run.Messages[good], Now), Marker()]);
    }

    private async Task ClaimDue()
    {
        var (most, now) = (dice.Next(1, 5), Now);
        List<string> wanted = [.. memory.Due.Where(work => !work.Value.Dead && work.Value.Due <= now && work.Value.Lease <= now)
            .OrderBy(static work => work.Value.Due).ThenBy(static work => work.Key, StringComparer.Ordinal).Take(most).Select(static work => work.Key)];
        if (await Tried("claim due", () => speech.Due(database, most, Cancel)) is not { } found)
        {
            if (await Taken("due_work", now + 30_000))
                foreach (var id in wanted) memory.Due[id] = memory.Due[id] with { Lease = now + 30_000 };
            return;
        }
        if (!found.Select(static work => work.Id).ToHashSet().SetEquals(wanted))
            throw new DisagreementException($"claimed work {string.Join(' ', found.Select(static work => work.Id))}, not {string.Join(' ', wanted)}");
        foreach (var work in found) memory.Due[work.Id] = memory.Due[work.Id] with { Lease = now + 30_000 };
        works.AddRange(found);
        if (found.Count > 0) Count("claimed due");
    }

    private Task DoDue()
    {
        if (works.Count == 0) return Task.CompletedTask;
        var work = works[dice.Next(works.Count)];
        if (dice.Next(6) != 0) works.Remove(work);
        return dice.Next(3) == 0 ? Commit("postpone", [new Act.Postpone(work, Now), Marker()]) : Commit("finish", [new Act.Finish(work.Id), Marker()]);
    }

    /// <summary>Every unit carries an operation: it tells afterwards whether a unit without an answer happened.</summary>
    private Act.Reply Marker() => new($"k{++minted:D6}", "");

    private async Task Commit(string name, List<Act> acts)
    {
        var next = memory.Copy();
        var wanted = acts.Select(act => act.Apply(next)).FirstOrDefault(static end => end is not null) is { } conflict
            ? new Committed(false, conflict.Conflict, conflict.Detail) : Committed.Done;
        var unit = new Unit();
        foreach (var act in acts) speech.Append(unit, act);
        if (name == "call") last = acts;
        var marker = acts.OfType<Act.Reply>().Last();
        var known = memory.Replies.ContainsKey(marker.Key);
        var end = await Tried(name, () => database.Commit(unit, Cancel));
        if (end is null)
        {
            // Without an answer the operation's row tells whether it happened.
            var happened = !known && await Known(marker.Key);
            if (happened && isDenied) throw new DisagreementException($"turn {Turns}: {name} happened, though the store said that nothing did");
            if (!happened) return;
            end = Committed.Done;
        }
        if (end != wanted) throw new DisagreementException($"turn {Turns}: {name} ended as {end}, not as {wanted}");
        if (end.Ok) memory = next;
        Count(end.Ok ? name : $"{name}: {end.Conflict}");
    }

    /// <summary>Null when the store could not say, or said that nothing happened (<see cref="isDenied"/>).</summary>
    private async Task<T?> Tried<T>(string name, Func<Task<T>> ask) where T : class
    {
        var cutting = cut is not null && dice.Next(8) == 0 ? cut() : Task.CompletedTask;
        try
        {
            return await ask();
        }
        catch (OutcomeUnknownException) when (cut is not null)
        {
            isDenied = false;
            Count($"{name}: unknown");
        }
        catch (StoreUnavailableException) when (cut is not null)
        {
            isDenied = true;
            Count($"{name}: unavailable");
        }
        finally
        {
            await cutting;
        }
        return null;
    }

    private async Task<bool> Known(string key)
    {
        var isThere = await Patient(() => OperationFacts.Get(database, "firm", key, Cancel)) is not null;
        Count(isThere ? "unknown, it had happened" : "unknown, it had not");
        return isThere;
    }

    private async Task<bool> Taken(string table, long lease) =>
        (await Patient(() => database.Read($"SELECT 1 FROM {table} WHERE lease = $1", static row => row.Number(0), Cancel, lease))).Count > 0;

    private static async Task<T> Patient<T>(Func<Task<T>> ask)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await ask();
            }
            catch (StoreUnavailableException) when (tries < 20)
            {
                await Task.Delay(20, Cancel);
            }
        }
    }

    private async Task<IReadOnlyList<string>> Rows()
    {
        List<string> lines = [];
        async Task Add(string sql, int columns, string form)
        {
            var format = CompositeFormat.Parse(form);
            lines.AddRange(await Patient(() => database.Read(sql, row => string.Format(CultureInfo.InvariantCulture, format, [.. Enumerable.Range(0, columns).Select(row.Text)]), Cancel)));
        }
        await Add("SELECT app, CAST(seq AS TEXT), CAST(epoch AS TEXT) FROM install_head", 3, "head {0} {1} {2}");
        await Add("SELECT id, CAST(version AS TEXT) FROM record", 2, "record {0} {1}");
        await Add("SELECT field, id, CAST(nil AS TEXT), CAST(num AS TEXT), txt FROM record_key", 5, "key {0} {1} {2} {3} {4}");
        lines.AddRange((await Patient(() => database.Read("SELECT key, reply FROM operation", static row => $"reply {row.Text(0)} {Encoding.UTF8.GetString(row.Bytes(1))}", Cancel))));
        await Add("SELECT source, target, CAST(last AS TEXT), CAST(done AS TEXT), CAST(due AS TEXT), CAST(tries AS TEXT), CAST(lease AS TEXT) FROM outbox_head", 7, "pair {0} {1} {2} {3} {4} {5} {6}");
        await Add("SELECT source, target, CAST(seq AS TEXT), id, CAST(dead AS TEXT) FROM outbox", 5, "letter {0} {1} {2} {3} {4}");
        await Add("SELECT target, source, CAST(last_seq AS TEXT) FROM inbox", 3, "mark {0} {1} {2}");
        await Add("SELECT id, CAST(due AS TEXT), CAST(tries AS TEXT), CAST(lease AS TEXT), CAST(state AS TEXT) FROM due_work", 5, "due {0} {1} {2} {3} {4}");
        await Add("SELECT month, CAST(total AS TEXT) FROM spend", 2, "spent {0} {1}");
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private Task Note(string name, Task done)
    {
        Count(name);
        return done;
    }

    private void Count(string name) => reached[name] = reached.GetValueOrDefault(name) + 1;
}
