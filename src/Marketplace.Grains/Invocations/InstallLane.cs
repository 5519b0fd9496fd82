using System.Diagnostics;
using Marketplace.Domain;
using Marketplace.Domain.Records;
using Marketplace.Storage;
using Marketplace.Storage.Installs;

namespace Marketplace.Grains.Invocations;

/// <summary>The calls of one install on this silo. They run side by side; their commits form one chain, each one step further on the
/// head. A call whose reads were written to since it began is refused its link and runs again. A hint, never a lock: another silo may
/// move the head, and then the head's compare-and-swap says so and the whole rest of the chain falls with it.</summary>
internal sealed class InstallLane(Database database, string tenant, string app)
{
    private const int SideBySide = 16;
    private readonly Lock gate = new();
    private readonly SharedGate places = new(SideBySide);
    private readonly List<Run> running = [];
    private readonly List<(long Seq, IReadOnlyList<RecordChange> Changes)> moves = [];
    private List<Link> chain = [];
    private Task pumping = Task.CompletedTask;
    private long generation, epoch = -1, given, done;

    /// <summary>Calls that use the lane; kept by <see cref="InstallLanes"/>.</summary>
    public int Users { get; set; }

    /// <summary>One call's stay: what it began on.</summary>
    public sealed record Run(long Generation, long Start);

    private sealed record Link(long Generation, long Seq, Func<long, Unit> Make, TaskCompletionSource<Committed> Done, ActivityContext Trace);

    /// <summary>Waits for a place: beside others, or alone after a lost race.</summary>
    public Task Enter(bool alone) => places.Enter(alone);

    /// <summary>Gives the place back.</summary>
    public void Leave() => places.Leave();

    /// <summary>Begins a call on the head as it is; null when the install's terms are no longer those of <paramref name="expected"/>.</summary>
    public async Task<Run?> Begin(long expected)
    {
        while (true)
        {
            Task drained;
            lock (gate)
            {
                if (epoch == expected) return Started();
                drained = pumping;
            }
            // What is still on its way decides where the head will stand.
            await drained;
            var head = await InstallFacts.Get(database, tenant, app);
            if (head is null || head.Epoch != expected) return null;
            lock (gate)
            {
                if (epoch == expected) return Started();
                if (chain.Count > 0 || !pumping.IsCompleted) continue;
                generation++;
                (epoch, given, done) = (expected, head.Seq, head.Seq);
                return Started();
            }
        }
    }

    /// <summary>Whether everything the call has read is still so.</summary>
    public bool Stands(Run run, ReadSet reads)
    {
        lock (gate) return IsCurrent(run, reads);
    }

    /// <summary>Commits a call as the next link of the chain; null when it lost the race and must run again.</summary>
    public async Task<Committed?> Commit(Run run, ReadSet reads, IReadOnlyList<RecordChange> changes, Func<long, Unit> make)
    {
        Link link;
        using var span = GrainTelemetry.Committing();
        lock (gate)
        {
            if (!IsCurrent(run, reads)) return null;
            link = new Link(generation, given, make, new TaskCompletionSource<Committed>(TaskCreationOptions.RunContinuationsAsynchronously), span?.Context ?? default);
            moves.Add((++given, changes));
            chain.Add(link);
            if (pumping.IsCompleted) pumping = Start();
        }
        var committed = await link.Done.Task;
        return committed.Conflict is Codes.ConflictHead or Codes.ConflictVersion ? null : committed;
    }

    /// <summary>The call is over; what only it could have missed is forgotten.</summary>
    public void End(Run run)
    {
        lock (gate)
        {
            running.Remove(run);
            var oldest = running.Count == 0 ? long.MaxValue : running.Min(static one => one.Start);
            moves.RemoveAll(move => move.Seq <= oldest);
        }
    }

    private Run Started()
    {
        var run = new Run(generation, done);
        running.Add(run);
        return run;
    }

    private bool IsCurrent(Run run, ReadSet reads) =>
        run.Generation == generation && !moves.Any(move => move.Seq > run.Start && reads.IsTouchedBy(move.Changes));

    /// <summary>The pump works for whoever comes: it must not count as part of the call that happened to start it.</summary>
    private Task Start()
    {
        using var _ = ExecutionContext.SuppressFlow();
        return Task.Run(Pump);
    }

    private async Task Pump()
    {
        while (true)
        {
            List<Link> batch;
            lock (gate)
            {
                if (chain.Count == 0)
                {
                    pumping = Task.CompletedTask;
                    return;
                }
                (batch, chain) = (chain, []);
                foreach (var stale in batch.Where(link => link.Generation != generation))
                    stale.Done.SetResult(new Committed(false, Codes.ConflictHead, app));
                batch.RemoveAll(link => link.Generation != generation);
            }
            if (batch.Count > 0) await Write(batch);
        }
    }

    private async Task Write(List<Link> batch)
    {
        using var span = GrainTelemetry.Chain(batch.Select(static link => link.Trace));
        try
        {
            var ends = await database.CommitChain([.. batch.Select(static link => link.Make(link.Seq))]);
            lock (gate)
            {
                if (ends.All(static end => end.Ok)) done = batch[^1].Seq + 1;
                else Lose();
                if (ends.FirstOrDefault(static end => !end.Ok)?.Conflict == Codes.ConflictHead) Races.Lost(Races.Head);
            }
            for (var i = 0; i < batch.Count; i++) batch[i].Done.SetResult(ends[i]);
        }
        catch (Exception unknown)
        {
            lock (gate) Lose();
            foreach (var link in batch) link.Done.TrySetException(unknown);
        }
    }

    /// <summary>Nobody here knows where the head stands: what began before runs again, and the next call reads it.</summary>
    private void Lose()
    {
        generation++;
        epoch = -1;
    }
}
