using System.Text;
using Marketplace.Contracts.Invocations;
using Marketplace.Contracts.Publishing;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Invocations.Recordings;
using Marketplace.Grains.Catalogue;
using Marketplace.Storage;
using Marketplace.Storage.Invocations;
using Orleans;
using Orleans.Concurrency;
using InvocationRows = Marketplace.Storage.Invocations.InvocationFacts;

namespace Marketplace.Grains.Invocations.Recordings;

/// <summary>Gives out, and runs again, what was recorded of a firm's calls. Reentrant because it holds nothing.</summary>
[StatelessWorker]
[Reentrant]
internal sealed class RecordingsGrain(Database database, RecordingSeal seal, ReleaseLibrary library, ICallRunner runner, InvocationLog log) : Grain, IRecordingsGrain
{
    /// <summary>A recording is written a moment after its call; who asks within it waits.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(3), Pause = TimeSpan.FromMilliseconds(200);

    private const int LongestVersion = 64, Tries = 15;

    private string Tenant => Keys.Parse(this.GetPrimaryKeyString()).Owner;

    public async Task<Answer<Immutable<byte[]>>> Get(Caller caller, string invocation, bool redact)
    {
        if (!caller.Is(Roles.Owner)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.Owner));
        var found = await Find(invocation);
        if (!found.Ok) return found.Refusal!;
        var recording = found.Must();
        if (redact) recording = Redaction.Of(recording, Redaction.Personal((await Release(recording.Head.Digest)).Manifest));
        return new Immutable<byte[]>(RecordingJson.Write(recording));
    }

    public async Task<Answer<CallSheet>> Look(Caller caller, string app, string invocation)
    {
        if (!MayReplay(caller)) return Refusal.Of(Codes.RoleMissing, ("roles", $"{Roles.Owner}, {Roles.Leader}"));
        var line = await log.One(caller, GrainFactory, app, invocation);
        if (!line.Ok) return line.Refusal!;
        var found = await Find(invocation);
        if (!found.Ok) return new CallSheet { Call = line.Must() };
        var recording = found.Must();
        return new CallSheet
        {
            Call = line.Must(), Kept = true, Logs = [.. recording.End.Logs.Select(static one => one.Text)],
            Questions = [.. recording.Answers.Select(static one => new ReplayQuestion(one.Seq, one.Op, JsonDifference.Short(Encoding.UTF8.GetString(one.Args))))],
        };
    }

    public async Task<Answer<ReplayReport>> Replay(Caller caller, string invocation, string version)
    {
        if (!MayReplay(caller)) return Refusal.Of(Codes.RoleMissing, ("roles", $"{Roles.Owner}, {Roles.Leader}"));
        var found = await Find(invocation);
        if (!found.Ok) return found.Refusal!;
        var recording = found.Must();
        var digest = version.Length == 0 || version == recording.Head.Version ? recording.Head.Digest : await Digest(caller, recording.Call.App, version);
        if (digest is null) return Refusal.Of(Codes.NotFound, ("what", "version"));
        return await Domain.Invocations.Recordings.Replay.Run(recording, (await Release(digest)).Package, runner, null, CancellationToken.None);
    }

    private static bool MayReplay(Caller caller) => caller.Is(Roles.Owner) || caller.Is(Roles.Leader);

    private async Task<string?> Digest(Caller caller, string app, string version)
    {
        if (version.Length > LongestVersion || version.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789.-") >= 0) return null;
        return await GrainFactory.GetGrain<IReleaseGrain>(Keys.Release(app, version)).Get(caller) is { Ok: true } facts ? facts.Must().Digest : null;
    }

    private async Task<LoadedRelease> Release(string digest) =>
        await library.Load(digest) ?? throw new InvalidDataException("A recorded or published release has no bytes.");

    private async Task<Answer<Recording>> Find(string invocation)
    {
        if (!Ids.IsId(invocation)) return Refusal.Of(Codes.NotFound, ("what", "invocation"));
        for (var tries = 0; tries < Tries; tries++)
        {
            if (await RecordingFacts.Get(database, Tenant, invocation) is { } row) return await seal.Open(row);
            if (string.CompareOrdinal(invocation, Ids.First(database.Time.GetUtcNow() - Moment)) < 0) break;
            await Task.Delay(Pause, database.Time);
        }
        return await InvocationRows.Has(database, Tenant, invocation) ? Refusal.Of(Codes.RecordingNone) : Refusal.Of(Codes.NotFound, ("what", "invocation"));
    }
}
