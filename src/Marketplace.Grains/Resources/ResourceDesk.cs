using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Marketplace.Contracts.Resources;
using Marketplace.Domain;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Resources;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Ledger;
using Marketplace.Storage;
using Marketplace.Storage.Operations;
using Marketplace.Storage.Resources;

namespace Marketplace.Grains.Resources;

/// <summary>Does commands on shared things: read, decide, commit; again on fresh facts when something that was read has changed. One unit
/// carries the things, their keys, the money, what is told and the answer.</summary>
internal sealed class ResourceDesk(Database database, ResourceShelves shelves, Teller teller, TimeProvider time)
{
    private const int MostRaces = 64;
    private readonly ConcurrentDictionary<(string, string), bool> opened = new();

    /// <summary>The outcome of a command under its operation id.</summary>
    public async Task<Answer<ResourceView>> Do(ResourceShelf shelf, Caller caller, ResourceCommand command)
    {
        var request = RequestHash.Of(shelf.ToString(), command.On.ToString(), command.Name, command.Input.GetRawText(), command.App);
        for (var race = 1; race <= MostRaces; race++)
        {
            if (await Known(shelf, command, request) is { } known) return known;
            var now = time.GetUtcNow();
            if (await shelves.Gather(shelf, command, now) is { } facts)
            {
                var service = shelves.Service(shelf.Service);
                var (at, decided) = (new Deciding(shelf, service, command, request, caller, now), ResourceRules.Decide(service, command, facts.Facts, now));
                if ((decided.Refusal is { } no ? await Refused(at, facts, no) : await Commit(at, facts, decided.Must())) is { } answer) return answer;
            }
            Races.Lost(Races.Resource);
        }
        return Refusal.Of(Codes.ConflictHead, ("what", command.On));
    }

    private sealed record Deciding(ResourceShelf Shelf, IResourceService Service, ResourceCommand Command, string Request, Caller Caller, DateTimeOffset Now);

    /// <summary>The answer; null when another was first.</summary>
    private async Task<Answer<ResourceView>?> Commit(Deciding at, GatheredFacts facts, ResourceDecision decision)
    {
        var changes = decision.Puts.Select(put => new ResourceChange(facts.Before(put.After.Name), ResourceShelves.Row(at.Service, put.After, facts.Before(put.After.Name), at.Now), put.Command)).ToList();
        var reply = ResourceShelves.View(at.Service, changes[0].After, at.Caller);
        void Add(Unit unit)
        {
            ResourceWrites.Fence(unit, at.Shelf, facts.Standing(changes.Select(static one => one.After.Name).ToHashSet()), facts.Fences, changes);
            var hand = new ResourceHand(at.Command.Tenant, at.Command.Actor, at.Command.App, at.Command.Operation);
            foreach (var change in changes.OrderBy(static one => one.After.Name.ToString(), StringComparer.Ordinal)) ResourceWrites.Put(unit, at.Shelf, change, hand, at.Now);
            foreach (var free in decision.Frees) ResourceWrites.Free(unit, at.Shelf, free);
            foreach (var claim in decision.Claims) ResourceWrites.Claim(unit, at.Shelf, claim);
            if (at.Command.App.Length > 0 && decision.Commits > 0)
                ResourceWrites.Spend(unit, (at.Command.Tenant, at.Command.App, SharedAsks.Spend(at.Shelf.Service, at.Command.On.Collection)), ResourcePolicy.Today(at.Now), decision.Commits * SharedSheet.MicroPerFen, at.Command.Cap);
            ResourceNews.Tell(unit, at.Shelf, at.Command, decision.Events, at.Now);
            OperationFacts.Insert(unit, new StoredOperation(Scope(at.Shelf, at.Command), at.Command.Operation, at.Request, "", GrainJson.Bytes(reply), at.Now));
        }

        Committed done;
        if (decision.Transfer is { } transfer)
        {
            var ledger = at.Shelf.ToString();
            foreach (var account in transfer.Opens) await Open(ledger, account);
            var posted = await teller.Do(ledger, $"{at.Shelf.Service}:{ResourceCommand.IdOf(Scope(at.Shelf, at.Command), at.Command.Operation, 0)}", new LedgerCommand.Post(transfer.Lines, transfer.Memo), (unit, _) => Add(unit));
            if (posted.Refusal is { } no && no.Code is not (ResourceWrites.Moved or Codes.ConflictHead or Codes.CapReached) && ResourceWrites.CodeOf(no.Code) is null)
                return await Refused(at, facts, no, isLater: true);
            done = posted.Refusal is { } lost ? new Committed(false, lost.Code, lost.Facts.GetValueOrDefault("what", "")) : Committed.Done;
        }
        else
        {
            var unit = new Unit();
            Add(unit);
            done = await database.Commit(unit);
        }
        if (done.Ok) return await Known(at.Shelf, at.Command, at.Request) ?? reply;
        if (done.Conflict == Codes.CapReached) return Refusal.Of(Codes.CapReached, ("cap", at.Command.Cap), ("app", at.Command.App), ("scope", done.Detail));
        return ResourceWrites.CodeOf(done.Conflict) is { } taken ? await Refused(at, facts, Refusal.Of(taken, ("key", done.Detail))) : null;
    }

    /// <summary>A refusal, kept with its operation. What was read may have been read at several moments, and the ledger looks at its accounts later still: a
    /// refusal counts only if all of it still stands. Null when it does not, as when another has paid meanwhile, and the command is decided again.</summary>
    private async Task<Answer<ResourceView>?> Refused(Deciding at, GatheredFacts facts, Refusal refusal, bool isLater = false)
    {
        var (unit, isStored, isFenced) = (new Unit(), Codes.IsStored(refusal.Code), isLater || facts.IsOfSeveralMoments);
        if (isFenced) ResourceWrites.Fence(unit, at.Shelf, facts.Standing(new HashSet<ResourceName>()), facts.Fences, []);
        if (isStored)
            OperationFacts.Insert(unit, new StoredOperation(Scope(at.Shelf, at.Command), at.Command.Operation, at.Request, refusal.Code,
                JsonSerializer.SerializeToUtf8Bytes(refusal.Facts, GrainJson.Default.IReadOnlyDictionaryStringString), at.Now));
        else if (!isFenced) return refusal;
        var done = await database.Commit(unit);
        return done.Ok ? refusal : done.Conflict == ResourceWrites.Moved ? null : await Known(at.Shelf, at.Command, at.Request) ?? refusal;
    }

    private async Task<Answer<ResourceView>?> Known(ResourceShelf shelf, ResourceCommand command, string request)
    {
        if (await OperationFacts.Get(database, Scope(shelf, command), command.Operation) is not { } known) return null;
        if (known.RequestHash != request) return Refusal.Of(Codes.OperationMismatch, ("operation", command.Operation));
        return known.Code.Length == 0 ? GrainJson.Read<ResourceView>(known.Reply)
            : new Refusal(known.Code, JsonSerializer.Deserialize(known.Reply, GrainJson.Default.IReadOnlyDictionaryStringString)!);
    }

    private async Task Open(string ledger, LedgerAccount account)
    {
        if (opened.ContainsKey((ledger, account.Account))) return;
        var done = await teller.Do(ledger, $"open:{account.Account}", new LedgerCommand.Open(account));
        if (done.Ok) opened[(ledger, account.Account)] = true;
        else if (done.Refusal!.Code != Codes.LedgerFrozen) throw new InvalidDataException($"{account.Account} of {ledger} cannot be opened: {done.Refusal.Code}");
    }

    /// <summary>Whose operation ids: the firm's, or those of the host and the operator in this brain and service.</summary>
    private static string Scope(ResourceShelf shelf, ResourceCommand command) => command.Tenant.Length > 0 ? command.Tenant : $"{shelf}";
}
