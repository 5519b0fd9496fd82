using System.Text;
using System.Text.Json;
using Marketplace.Contracts.Jobs;
using Marketplace.Domain;
using Marketplace.Domain.Accounts;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Jobs;
using Marketplace.Domain.Records;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Publishing;
using Marketplace.Grains.Records;
using Marketplace.Storage;
using Marketplace.Storage.Operations;
using Orleans;
using Orleans.Concurrency;
using HookRows = Marketplace.Storage.Delivery.HookFacts;
using InstallFacts = Marketplace.Storage.Installs.InstallFacts;

namespace Marketplace.Grains.Jobs;

/// <summary>Webhooks for their owner; holds nothing. Making one is not remembered under its operation id: its secret would lie in the store.</summary>
[StatelessWorker]
[Reentrant]
internal sealed class HooksGrain(Database database, RecordPlaces places, HookSeal seal, Random random) : Grain, IHooksGrain
{
    private string Tenant => Keys.Parse(this.GetPrimaryKeyString()).Owner;

    public async Task<Answer<IReadOnlyList<HookFacts>>> List(Caller caller, string app)
    {
        if (RecordRules.ByHand(caller).Refusal is { } no) return no;
        if (await places.Installed(Tenant, app) is not { } head) return Missing();
        var release = await places.Release(head);
        var made = (await HookRows.List(database, Tenant, app)).Where(hook => hook.Install == head.Id).ToDictionary(static hook => hook.Function, StringComparer.Ordinal);
        return new Answer<IReadOnlyList<HookFacts>>
        {
            Value = [.. Functions(release).Select(function => new HookFacts
            {
                Function = function, Name = Locales.Words(release.Package, release.Manifest.Functions[function].Label),
                MadeAt = made.GetValueOrDefault(function)?.At, MadeBy = made.GetValueOrDefault(function)?.Actor ?? "",
            })],
        };
    }

    public async Task<Answer<HookMade>> Make(Caller caller, string app, string function)
    {
        if (RecordRules.ByHand(caller).Refusal is { } no) return no;
        if (await places.Installed(Tenant, app) is not { } head) return Missing();
        if (!Functions(await places.Release(head)).Contains(function, StringComparer.Ordinal)) return Refusal.Of(Codes.FunctionUnknown, ("function", function), ("app", app));
        var (now, (token, secret)) = (database.Time.GetUtcNow(), HookRules.Make());
        var id = Ids.New(now, random);
        var unit = new Unit();
        HookRows.Put(unit, new(Tenant, app, function, id, head.Id, Secrets.TokenHash(token), await seal.Close(Tenant, id, secret), caller.Actor, now));
        var done = await database.Commit(unit);
        return done.Ok ? new HookMade { Function = function, Path = $"/hooks/{token}", Secret = secret } : Refusal.Of(Codes.Unavailable, ("why", done.Conflict));
    }

    public async Task<Answer<Done>> Revoke(Caller caller, string app, string function)
    {
        if (RecordRules.ByHand(caller).Refusal is { } no) return no;
        if (await places.Installed(Tenant, app) is null) return Missing();
        var unit = new Unit();
        HookRows.Remove(unit, Tenant, app, function);
        return (await database.Commit(unit)).Ok ? Done.It : Refusal.Of(Codes.NotFound, ("what", "webhook"));
    }

    /// <summary>The functions that the manifest starts by a webhook.</summary>
    public static IEnumerable<string> Functions(LoadedRelease release) =>
        release.Manifest.Triggers.Where(static t => t.Kind == Causes.Webhook).Select(static t => t.Function).Distinct(StringComparer.Ordinal);

    private static Refusal Missing() => Refusal.Of(Codes.NotFound, ("what", "install"));
}

/// <summary>Takes deliveries for whichever firm a token belongs to. The delivery's name and the promised call are one commit, so that a delivery
/// that was acknowledged is on disk, and one that comes again finds its first answer.</summary>
[StatelessWorker]
[Reentrant]
internal sealed class HookDoorGrain(Database database, ReleaseLibrary library, HookSeal seal) : Grain, IHookDoorGrain
{
    public async Task<Answer<HookReceipt>> Receive(Caller caller, Secret token, HookKnock knock)
    {
        if (!caller.Is(Roles.System)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.System));
        if (!HookRules.IsToken(token.Text) || await HookRows.ByToken(database, Secrets.TokenHash(token.Text)) is not { } hook) return Missing();
        if (await InstallFacts.Get(database, hook.Tenant, hook.App) is not { } head || head.Id != hook.Install || !InstallStates.IsThere(head.State)) return Missing();
        var release = await library.Load(head.Digest) ?? throw new InvalidDataException("An installed release has no bytes.");
        if (!HooksGrain.Functions(release).Contains(hook.Function, StringComparer.Ordinal)) return Missing();
        var now = database.Time.GetUtcNow();
        var delivery = new HookDelivery(knock.Id, knock.Timestamp, knock.Signature, knock.Body.Value);
        if (HookRules.Check(delivery, await seal.Open(hook.Tenant, hook.Id, hook.Secret), now) is { } no) return no;
        var request = RequestHash.Of($"hook {hook.Function}", knock.Body.Value);
        var key = $"hook:{hook.Id}:{knock.Id}";
        if (await Known(hook.Tenant, key, request) is { } known) return known;
        // A paused install says so to its sender, who will come again, instead of gathering what nobody may want by then.
        if (!InstallStates.Serves(head.State)) return Refusal.Of(Codes.ConflictState, ("state", head.State));
        return await Promise(hook, knock, (key, request), now) ? new HookReceipt { Operation = Messages.Operation(hook.Tenant, key) }
            : await Known(hook.Tenant, key, request) ?? Refusal.Of(Codes.Unavailable, ("why", "the delivery could not be stored"));
    }

    private async Task<bool> Promise(Storage.Delivery.HookRow hook, HookKnock knock, (string Key, string Request) entry, DateTimeOffset now)
    {
        var unit = new Unit();
        OperationFacts.Insert(unit, new StoredOperation(hook.Tenant, entry.Key, entry.Request, "",
            JsonSerializer.SerializeToUtf8Bytes(new HookReceipt { Operation = Messages.Operation(hook.Tenant, entry.Key) }, GrainJson.Default.HookReceipt), now));
        var input = $$"""{"delivery":"{{knock.Id}}","at":"{{Forms.TimeText(DateTimeOffset.FromUnixTimeSeconds(long.Parse(knock.Timestamp, System.Globalization.CultureInfo.InvariantCulture)))}}","body":{{Encoding.UTF8.GetString(knock.Body.Value)}}}""";
        Messages.Call(unit, entry.Key, new PendingCall(hook.Tenant, hook.App, hook.Function, input, Causes.Actor(Causes.Webhook)) { Cause = Causes.Webhook }, now, now);
        return (await database.Commit(unit)).Ok;
    }

    private async Task<Answer<HookReceipt>?> Known(string tenant, string key, string request)
    {
        if (await OperationFacts.Get(database, tenant, key) is not { } known) return null;
        return known.RequestHash == request
            ? JsonSerializer.Deserialize(known.Reply, GrainJson.Default.HookReceipt)! with { Replayed = true }
            : Refusal.Of(Codes.OperationMismatch, ("operation", key));
    }

    private static Refusal Missing() => Refusal.Of(Codes.NotFound, ("what", "webhook"));
}
