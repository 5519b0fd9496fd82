using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Marketplace.Contracts.Jobs;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Jobs;
using Marketplace.Domain.Records;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Records;
using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Marketplace.Storage.Jobs;
using Marketplace.Storage.Operations;
using Orleans;
using Orleans.Concurrency;
using LetterFacts = Marketplace.Contracts.Jobs.LetterFacts;
using LetterRows = Marketplace.Storage.Delivery.LetterFacts;

namespace Marketplace.Grains.Jobs;

/// <summary>Dead letters for their owner; holds nothing.</summary>
[StatelessWorker]
[Reentrant]
internal sealed class LettersGrain(Database database, RecordPlaces places, Random random) : Grain, ILettersGrain
{
    private const int MostRows = 200, MostJobs = 100;

    private string Tenant => Keys.Parse(this.GetPrimaryKeyString()).Owner;

    public async Task<Answer<LetterPage>> List(Caller caller, string app, string after, int limit)
    {
        if (RecordRules.ByHand(caller).Refusal is { } no) return no;
        if (await places.Held(Tenant, app) is null) return Missing("install");
        var most = Math.Clamp(limit, 1, MostRows);
        if (Inner(after) is not { } past) return Refusal.Of(Codes.InputInvalid, ("pointer", "?after"), ("rule", "a cursor of a page"));
        var rows = await LetterRows.List(database, Install(app), past, most);
        return new LetterPage
        {
            Letters = [.. rows.Select(Facts)], Next = rows.Count == most ? Outer(rows[^1].Id) : "",
            // A page that has them all is the count: one that arrives between two questions would be counted and not shown.
            Count = past.Length == 0 && rows.Count < most ? rows.Count : await LetterRows.Count(database, Install(app)),
        };
    }

    public async Task<Answer<IReadOnlyList<JobSheet>>> Jobs(Caller caller, string app)
    {
        if (RecordRules.ByHand(caller).Refusal is { } no) return no;
        if (await places.Held(Tenant, app) is null) return Missing("install");
        var rows = await JobFacts.List(database, Tenant, app, MostJobs);
        return new Answer<IReadOnlyList<JobSheet>>
        {
            Value = [.. rows.Select(static row => new JobSheet { Id = row.Id, Function = row.Function, State = row.State, Open = row.Open, Steps = row.Steps, Done = row.Done, Total = row.Total, Note = row.Note, Code = row.Code, At = row.At, Changed = row.Changed })],
        };
    }

    public Task<Answer<Done>> Resend(Caller caller, string app, string id) => Take(caller, app, id, "resend", Again);

    public Task<Answer<Done>> Drop(Caller caller, string app, string id) => Take(caller, app, id, "drop", static (_, _, _) => Task.CompletedTask);

    private async Task<Answer<Done>> Take(Caller caller, string app, string id, string command, Func<Unit, string, LetterRow, Task> also)
    {
        if (RecordRules.ByHand(caller).Refusal is { } no) return no;
        var request = RequestHash.Of(command, app, id);
        if (await Known(caller, request) is { } known) return known;
        if (await places.Held(Tenant, app) is null) return Missing("install");
        if (Inner(id) is not { } inner || await LetterRows.Get(database, Install(app), inner) is not { } letter) return Missing("letter");
        var unit = new Unit();
        LetterRows.Take(unit, Install(app), letter);
        await also(unit, Install(app), letter);
        if (caller.Operation.Length > 0) OperationFacts.Insert(unit, new StoredOperation(Tenant, caller.Operation, request, "", "{}"u8.ToArray(), database.Time.GetUtcNow()));
        var done = await database.Commit(unit);
        return done.Ok ? Done.It : await Known(caller, request) ?? (done.Conflict == Codes.NotFound ? Missing("letter") : Refusal.Of(Codes.Unavailable, ("why", done.Conflict)));
    }

    /// <summary>The same as a new message. It is a person's act now: the chain that led to it the first time does not count any more.</summary>
    private async Task Again(Unit unit, string install, LetterRow letter)
    {
        var now = database.Time.GetUtcNow();
        var mark = Ids.New(now, random);
        if (letter.Kind != Messages.CallKind)
        {
            OutboxFacts.Send(unit, $"{Tenant}:{mark}", install, letter.Target, letter.Kind, letter.Payload, now);
            return;
        }
        // The last try may have been made and its answer lost: then there is a reply, and nothing is left to do.
        if (await OperationFacts.Get(database, Tenant, letter.Id) is not null) return;
        Messages.Call(unit, $"resend:{mark}", JsonSerializer.Deserialize(letter.Payload, GrainJson.Default.PendingCall)! with { Chain = null }, now, now);
    }

    private async Task<Answer<Done>?> Known(Caller caller, string request)
    {
        if (caller.Operation.Length == 0 || await OperationFacts.Get(database, Tenant, caller.Operation) is not { } known) return null;
        return known.RequestHash == request ? Done.It : Refusal.Of(Codes.OperationMismatch, ("operation", caller.Operation));
    }

    private static LetterFacts Facts(LetterRow row)
    {
        var (what, cause, content) = row.Kind switch
        {
            Messages.CallKind when GrainJson.Read<PendingCall>(row.Payload) is var call => (call.Function, call.Cause ?? (call.Actor.StartsWith("device:", StringComparison.Ordinal) ? Causes.Device : ""), call.Input),
            Messages.DeviceKind when GrainJson.Read<PendingCommand>(row.Payload) is var command => (command.Device, "", command.Payload),
            _ when GrainJson.Read<PendingEvent>(row.Payload) is var happened => (happened.Type, "", happened.Event),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        var why = Messages.Noted(row.Note);
        return new LetterFacts { Id = Outer(row.Id), Kind = row.Kind, What = what, Cause = cause, At = row.At, Code = why.Code, Facts = why.Facts, Content = Encoding.UTF8.GetBytes(content) };
    }

    /// <summary>An id as it stands in an address: the ids of messages hold slashes and colons.</summary>
    private static string Outer(string id) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(id));

    private static string? Inner(string id) => id.Length == 0 ? "" : Base64Url.IsValid(id) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(id)) : null;

    private string Install(string app) => $"{Tenant}/{app}";

    private static Refusal Missing(string what) => Refusal.Of(Codes.NotFound, ("what", what));
}
