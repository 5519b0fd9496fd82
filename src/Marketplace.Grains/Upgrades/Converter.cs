using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Records;
using Marketplace.Domain.Upgrades;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Invocations;
using Marketplace.Storage;
using Marketplace.Storage.Upgrades;

namespace Marketplace.Grains.Upgrades;

/// <summary>Makes of records what they will be: by the app's own handler, in calls that see these records and nothing else and may write
/// nothing, or from what they were before. A page too heavy for one call's budget is done in halves.</summary>
internal sealed class Converter(Database database, ReleaseLibrary library, ICallRunner runner, CallMint mint)
{
    private const int BytesAtOnce = 400_000;

    /// <summary>Records of one entity, staged; or why it cannot be done.</summary>
    public async Task<Answer<IReadOnlyList<Staged>>> Page(UpgradeRow run, Entity entity, IReadOnlyList<RecordRow> rows)
    {
        var (from, to) = (await Release(run.From.Digest), await Release(run.To.Digest));
        var sameKeys = from.Manifest.Entities.TryGetValue(entity.Name, out var was) && UpgradeRules.SameKeys(was, entity);
        var unchanged = sameKeys ? Staging.Same : Staging.Keys;
        // The entity is new to this version: what an earlier one left of it is indexed again and otherwise let be.
        if (!run.IsCarried || was is null) return rows.Select(row => new Staged(row, row, unchanged)).ToList();
        return run.Direction == UpgradeState.Up
            ? await Forward(new Work(run, was, entity, unchanged, to), rows)
            : await Back(new Work(run, was, entity, unchanged, from), rows, UpgradeRules.SameShape(was, entity));
    }

    private sealed record Work(UpgradeRow Run, Entity Was, Entity Entity, Staging Unchanged, LoadedRelease Script);

    private async Task<Answer<IReadOnlyList<Staged>>> Forward(Work work, IReadOnlyList<RecordRow> rows)
    {
        var bodies = await Call(work, rows);
        if (!bodies.Ok) return bodies.Refusal!;
        List<Staged> staged = [];
        for (var i = 0; i < rows.Count; i++)
        {
            if (bodies.Must()[i] is not { } given)
            {
                if (CarriedRecords.Misfit(work.Entity, rows[i]) is { } unfit) return Invalid(work, rows[i], unfit);
                staged.Add(new Staged(rows[i], rows[i], work.Unchanged));
                continue;
            }
            var made = Carried(work, rows[i], given);
            if (!made.Ok) return Invalid(work, rows[i], made.Refusal!);
            staged.Add(made.Must());
        }
        return staged;
    }

    private async Task<Answer<IReadOnlyList<Staged>>> Back(Work work, IReadOnlyList<RecordRow> rows, bool sameShape)
    {
        var (run, entity) = (work.Run, work.Entity);
        var isAlike = sameShape && !await StagedFacts.Changed(database, run.Install, run.OfRun, entity.Name);
        var before = await StagedFacts.Before(database, run.Install, run.OfRun, entity.Name, rows);
        var ways = rows.Select(row => RollbackRules.Judge(row.Version, before.GetValueOrDefault(row.Id), isAlike, run.Handler.Length > 0)).ToList();
        List<RecordRow> carried = [.. rows.Where((_, i) => ways[i] == Way.Carried)];
        var bodies = carried.Count == 0 ? new Answer<IReadOnlyList<JsonElement?>> { Value = [] } : await Call(work, carried);
        if (!bodies.Ok) return bodies.Refusal!;
        List<Staged> staged = [];
        var next = 0;
        for (var i = 0; i < rows.Count; i++)
            staged.Add(ways[i] switch
            {
                Way.Stays => new Staged(rows[i], rows[i], work.Unchanged),
                Way.Restored => new Staged(rows[i], rows[i] with { Body = before[rows[i].Id].Body }, Staging.Body),
                Way.Carried when bodies.Must()[next++] is { } given && Carried(work, rows[i], given) is { Ok: true } made => made.Must(),
                _ => new Staged(rows[i], rows[i], Staging.Gone),
            });
        return staged;
    }

    private static Answer<Staged> Carried(Work work, RecordRow row, JsonElement given)
    {
        var made = CarriedRecords.Carried(work.Entity, row, given, work.Run.At);
        if (!made.Ok) return made.Refusal!;
        // A file that a record names is counted; a migration that lost one would leave it to be forgotten.
        if (!Files(work.Was, row).SetEquals(Files(work.Entity, made.Must()))) return Refusal.Of(Codes.InputInvalid, ("pointer", ""), ("rule", "attachment"));
        return new Staged(row, made.Must(), made.Must().Body.AsSpan().SequenceEqual(row.Body) ? work.Unchanged : Staging.Body);
    }

    private static HashSet<string> Files(Entity entity, RecordRow row) => [.. Domain.Files.Attachment.Of(entity, row).Select(static one => one.Id)];

    private static Refusal Invalid(Work work, RecordRow row, Refusal why) => new(Codes.MigrationInvalid, new Dictionary<string, string>(why.Facts)
    {
        ["entity"] = work.Entity.Name, ["id"] = row.Id, ["handler"] = work.Run.Handler, ["why"] = why.Code,
    });

    /// <summary>What the handler makes of records, one answer for each, null for one that it leaves.</summary>
    private async Task<Answer<IReadOnlyList<JsonElement?>>> Call(Work work, IReadOnlyList<RecordRow> rows)
    {
        List<JsonElement?> made = [];
        for (int at = 0, size; at < rows.Count; at += size)
        {
            size = Fitting(rows, at);
            while (true)
            {
                var outcome = await Once(work, [.. rows.Skip(at).Take(size)]);
                if (outcome.Verdict == Verdict.HostFault) return Refusal.Of(Codes.Unavailable, ("why", outcome.Refusal?.Code ?? Codes.HostFault));
                if (outcome.Verdict is not (Verdict.Completed or Verdict.Refused or Verdict.Threw or Verdict.NotAdmitted) && size > 1)
                {
                    size /= 2;
                    continue;
                }
                if (outcome.Verdict != Verdict.Completed) return Failed(work, rows[at], outcome);
                var answers = JsonElement.Parse(outcome.Result);
                if (answers.ValueKind != JsonValueKind.Array || answers.GetArrayLength() != size || outcome.Effects.Count > 0)
                    return Invalid(work, rows[at], Refusal.Of(Codes.InputInvalid, ("rule", $"an array of {size} bodies")));
                made.AddRange(answers.EnumerateArray().Select(static one => one.ValueKind == JsonValueKind.Null ? (JsonElement?)null : one));
                break;
            }
        }
        return made;
    }

    private static int Fitting(IReadOnlyList<RecordRow> rows, int at)
    {
        var (size, bytes) = (0, 0);
        while (at + size < rows.Count && (size == 0 || bytes + rows[at + size].Body.Length <= BytesAtOnce)) bytes += rows[at + size++].Body.Length + 200;
        return size;
    }

    private static Refusal Failed(Work work, RecordRow first, Outcome outcome)
    {
        var why = outcome.Refusal ?? Refusal.Of(Codes.AppThrew);
        return new Refusal(why.Code, new Dictionary<string, string>(why.Facts) { ["entity"] = work.Entity.Name, ["id"] = first.Id, ["handler"] = work.Run.Handler });
    }

    private Task<Outcome> Once(Work work, IReadOnlyList<RecordRow> rows)
    {
        using var input = new MemoryStream();
        using (var writer = new Utf8JsonWriter(input))
        {
            writer.WriteStartObject();
            writer.WriteString("entity"u8, work.Entity.Name);
            writer.WritePropertyName("records"u8);
            writer.WriteRawValue(RecordJson.WriteAll(rows, []), skipInputValidation: true);
            writer.WriteEndObject();
        }
        var call = new Call
        {
            Invocation = mint.Id(work.Run.At), Tenant = work.Run.Tenant, App = work.Run.App, Function = work.Run.Handler, Handler = work.Run.Handler, Input = input.ToArray(),
            Now = work.Run.At, Seed = 1, User = work.Run.Actor, Roles = [Roles.System], Zone = work.Run.Zone, ReadOnly = true,
        };
        return runner.Run(work.Script.Package.Script, call, Nobody.Answers, CancellationToken.None);
    }

    private async Task<LoadedRelease> Release(string digest) => await library.Load(digest) ?? throw new InvalidDataException("An installed release has no bytes.");

    /// <summary>A migration sees the records that it is given: what else is stored moves while it runs.</summary>
    private sealed class Nobody : IHostBroker
    {
        public static readonly Nobody Answers = new();

        public ValueTask<HostAnswer> Ask(HostQuestion question, CancellationToken cancel) =>
            ValueTask.FromResult(HostAnswer.No(Refusal.Of(Codes.FunctionUnknown, ("function", question.Op), ("app", "migration"))));
    }
}
