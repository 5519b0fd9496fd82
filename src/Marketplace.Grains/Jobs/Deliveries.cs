using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketplace.Contracts.Billing;
using Marketplace.Contracts.Devices;
using Marketplace.Contracts.Imports;
using Marketplace.Contracts.Invocations;
using Marketplace.Contracts.Ledger;
using Marketplace.Contracts.Resources;
using Marketplace.Contracts.Upgrades;
using Marketplace.Domain;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Jobs;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Installs;
using Marketplace.Grains.Resources;
using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Marketplace.Storage.Invocations;
using Marketplace.Storage.Ledger;
using Marketplace.Storage.Resources;
using Orleans;
using InstallFacts = Marketplace.Storage.Installs.InstallFacts;

namespace Marketplace.Grains.Jobs;

/// <summary>Does what is due. Each delivery is safe to repeat: a call carries its message's id as its operation, a command its id,
/// a debt is a state that is either still owed or not.</summary>
internal sealed class Deliveries(IGrainFactory grains, Database database, ReleaseLibrary library, Housework house, TimeProvider time)
{
    private static readonly TimeSpan FrozenPause = TimeSpan.FromMinutes(10);

    /// <summary>Applies one message; a refusal that a later try could turn is thrown, so that it is tried again.</summary>
    public Task Apply(string id, string kind, string key, byte[] payload) => kind switch
    {
        Messages.CallKind => Call(id, JsonSerializer.Deserialize(payload, GrainJson.Default.PendingCall)!),
        Messages.DeviceKind => Command(JsonSerializer.Deserialize(payload, GrainJson.Default.PendingCommand)!),
        SharedActs.Kind => SharedActs.Deliver(grains, database, JsonSerializer.Deserialize(payload, GrainJson.Default.PendingAct)!),
        Messages.TickKind => house.Clock.Tick(JsonSerializer.Deserialize(payload, GrainJson.Default.PendingTick)!),
        Messages.EventKind => Event(JsonSerializer.Deserialize(payload, GrainJson.Default.PendingEvent)!),
        Messages.SettleKind => Settle(key),
        Messages.KeepKind => house.Keeping.Turn(id),
        Messages.BoardKind => house.Boards.Turn(payload),
        RecordingFacts.TrimKind => house.Keeping.Trim(id, key),
        LedgerFacts.HoldKind => GiveUp(key, payload),
        Messages.ImportKind => Import(key, Encoding.UTF8.GetString(payload)),
        Messages.UpgradeKind => Upgrade(key, Encoding.UTF8.GetString(payload)),
        ResourceWrites.DueKind => Resource(key, Encoding.UTF8.GetString(payload)),
        Messages.PurgeKind => house.Purging.Turn(id, key, Encoding.UTF8.GetString(payload)),
        Messages.BillKind or Messages.CloseKind => Bill(id, kind, key, Encoding.UTF8.GetString(payload)),
        _ => throw new InvalidDataException($"No delivery for due work of kind {kind}."),
    };

    private async Task Call(string id, PendingCall call)
    {
        using var span = GrainTelemetry.Delivering(Messages.CallKind, call.Trace);
        var caller = Caller.System(call.Tenant, operation: id) with { Actor = call.Actor, TraceParent = span?.Id ?? call.Trace, Chain = call.Chain ?? [] };
        var order = new InvokeOrder { App = call.App, Function = call.Function, Input = Encoding.UTF8.GetBytes(call.Input), Cause = call.Cause ?? Causes.Job, Job = call.Job ?? "" };
        if (call.Cause == Causes.App)
        {
            await Other(id, call, caller with { Roles = call.Roles ?? [] }, order);
            return;
        }
        var answer = await grains.GetGrain<IInvokerGrain>(Keys.Invoker()).Invoke(caller, order);
        if (answer.Refusal is { } no && DeliveryRules.After(call.Cause ?? "", no.Code) is var fate && fate != Fate.Done) throw new DeliveryException(no.Code, fate) { Note = Messages.Note(no) };
    }

    /// <summary>A call that another app proposed: with the roles of who called that app, and whoever proposed it is told how it ended, also when it could not be.</summary>
    private async Task Other(string id, PendingCall call, Caller caller, InvokeOrder order)
    {
        var answer = await house.Apps.Call(caller, new AppLink(call.App, call.Function, IsRead: false), order);
        if (answer.Refusal is { } no && DeliveryRules.After(Causes.App, no.Code) is var fate and (Fate.Again or Fate.Wait)) throw new DeliveryException(no.Code, fate) { Note = Messages.Note(no) };
        await house.Apps.Tell(id, call, answer);
    }

    private async Task Command(PendingCommand command)
    {
        using var span = GrainTelemetry.Delivering(Messages.DeviceKind, command.Trace);
        var sent = await grains.GetGrain<IDeviceGrain>(Keys.Device(command.Tenant, command.Device))
            .Send(Caller.System(command.Tenant) with { TraceParent = span?.Id ?? command.Trace }, new DeviceCommand { Id = command.Id, Command = command.Command, Payload = Encoding.UTF8.GetBytes(command.Payload) });
        if (!sent.Ok && sent.Refusal!.Code != Codes.DeviceUnknown) throw new DeliveryException(sent.Refusal.Code);
    }

    private async Task Event(PendingEvent happened)
    {
        using var span = GrainTelemetry.Delivering(Messages.EventKind, happened.Trace);
        using var parsed = JsonDocument.Parse(happened.Event);
        var eventId = parsed.RootElement.GetProperty("id").GetString()!;
        var unit = new Unit();
        foreach (var install in await InstallFacts.List(database, happened.Tenant))
        {
            if (happened.For is { } one && one != install.App) continue;
            if (!InstallStates.Serves(install.State) || await library.Load(install.Digest) is not { } release) continue;
            foreach (var function in EventRules.Hearing(release.Manifest, install.Grants, happened.Type))
                Messages.Call(unit, $"event:{eventId}:{install.App}:{function}",
                    new PendingCall(happened.Tenant, install.App, function, happened.Event, Causes.Actor(Causes.Event), happened.Trace) { Cause = Causes.Event, Chain = happened.Chain },
                    time.GetUtcNow(), time.GetUtcNow());
        }
        await database.Commit(unit);
    }

    /// <summary>Gives up a hold whose deadline has come. One that was ended meanwhile is done; a frozen ledger is asked again later, for as
    /// long as it takes: a hold without an end would tie up money for ever.</summary>
    private async Task GiveUp(string ledger, byte[] payload)
    {
        var (slash, held, now) = (ledger.IndexOf('/'), Encoding.UTF8.GetString(payload), time.GetUtcNow());
        var operation = string.Create(CultureInfo.InvariantCulture, $"deadline:{Convert.ToHexStringLower(SHA256.HashData(payload))}");
        var answer = await grains.GetGrain<ILedgerGrain>(Keys.Ledger(ledger[..slash], ledger[(slash + 1)..])).Void(Caller.System(operation: operation), held);
        if (answer.Refusal is not { } no || no.Code is Codes.ConflictState or Codes.NotFound) return;
        if (no.Code != Codes.LedgerFrozen) throw new DeliveryException(no.Code);
        var unit = new Unit();
        DueFacts.Add(unit, string.Create(CultureInfo.InvariantCulture, $"{LedgerFacts.DueId(ledger, held)}:{now.ToUnixTimeMilliseconds()}"), LedgerFacts.HoldKind, ledger, payload, now, now + FrozenPause);
        await database.Commit(unit);
    }

    private async Task Import(string key, string import)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var done = await grains.GetGrain<IImportsGrain>(Keys.Imports(key[..slash])).Turn(Caller.System(key[..slash]), key[(slash + 1)..], import);
        if (done.Refusal is { } no) throw new DeliveryException(no.Code);
    }

    private async Task Upgrade(string key, string payload)
    {
        var (slash, space) = (key.IndexOf('/', StringComparison.Ordinal), payload.IndexOf(' ', StringComparison.Ordinal));
        using var span = GrainTelemetry.Delivering(Messages.UpgradeKind, payload[(space + 1)..]);
        var caller = Caller.System(key[..slash]) with { TraceParent = span?.Id ?? payload[(space + 1)..] };
        var done = await grains.GetGrain<IUpgradesGrain>(Keys.Upgrades(key[..slash])).Turn(caller, key[(slash + 1)..], payload[..space]);
        if (done.Refusal is { } no) throw new DeliveryException(no.Code);
    }

    private async Task Bill(string id, string kind, string brain, string from)
    {
        using var span = GrainTelemetry.Delivering(kind, kind == Messages.CloseKind ? from[(from.LastIndexOf('|') + 1)..] : "");
        var done = await grains.GetGrain<IBillingGrain>(Keys.Billing(brain)).Turn(Caller.System() with { TraceParent = span?.Id ?? "" }, new BillingTurn { Id = id, Kind = kind, From = from });
        if (done.Refusal is { } no) throw new DeliveryException(no.Code);
    }

    private async Task Resource(string key, string seq)
    {
        var parts = key.Split('/');
        var done = await grains.GetGrain<IResourceGrain>(Keys.Resource(parts[0], parts[1], parts[2], parts[3])).Due(Caller.System(), long.Parse(seq, CultureInfo.InvariantCulture));
        if (done.Refusal is { } no) throw new DeliveryException(no.Code);
    }

    private Task Settle(string key)
    {
        var kind = Keys.Parse(key).Kind;
        var owner = kind switch
        {
            "listing" => grains.GetGrain<IOwes>(Keys.Known(key), typeof(ListingGrain).FullName),
            "release" => grains.GetGrain<IOwes>(Keys.Known(key), typeof(Publishing.ReleaseGrain).FullName),
            _ => throw new InvalidDataException($"Nothing of kind {kind} owes anything."),
        };
        return owner.Settle(Caller.System());
    }
}

/// <summary>A delivery that was refused: for now, or for good.</summary>
internal sealed class DeliveryException(string code, Fate fate = Fate.Again) : Exception(code)
{
    /// <summary>What becomes of it.</summary>
    public Fate Fate => fate;

    /// <summary>What its owner is told when it is given up; the log gets the code alone.</summary>
    public string Note { get; init; } = code;
}

/// <summary>What the host does of itself for the store's sake.</summary>
internal sealed record Housework(Keeping Keeping, Installs.Purging Purging, Clockwork Clock, Invocations.AppCalls Apps, Logistics.BoardRounds Boards);
