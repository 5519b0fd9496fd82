using System.Text.Json;
using Marketplace.Contracts.Brains;
using Marketplace.Contracts.Catalogue;
using Marketplace.Contracts.Installs;
using Marketplace.Contracts.Tenants;
using Marketplace.Domain;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Metering;
using Marketplace.Domain.Records;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Invocations;
using Marketplace.Storage;
using Marketplace.Storage.Billing;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Operations;
using Marketplace.Storage.Records;
using Orleans;
using InstallFacts = Marketplace.Contracts.Installs.InstallFacts;
using InstallRows = Marketplace.Storage.Installs.InstallFacts;

namespace Marketplace.Grains.Installs;

/// <summary>Queue and cache of one install; the row <c>install_head</c> is the truth and decides every race.</summary>
internal sealed class InstallGrain(Database database, ReleaseLibrary library, InstallHabits habits, Spending spending, TimeProvider time)
    : Grain, IInstallGrain
{
    private InstallHead? head;
    private bool read;
    private DateTimeOffset readAt;
    private string zone = "";
    private Refusal? suspension;
    private DateTimeOffset asked;
    private long askedEpoch;
    private PlanTerms? terms;

    private string Tenant => Keys.Parse(this.GetPrimaryKeyString()).Owner;
    private string App => Keys.AppOf(Keys.Parse(this.GetPrimaryKeyString()).Id);

    public async Task<Answer<InstallReceipt>> Install(Caller caller, InstallOrder order)
    {
        if (!caller.Is(Roles.Owner) && !caller.Is(Roles.System)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.Owner));
        var request = RequestHash.Of("install", JsonSerializer.SerializeToUtf8Bytes(order, GrainJson.Default.InstallOrder));
        if (await Stored(caller, request) is { } known) return known;
        var brain = (await GrainFactory.GetGrain<IBrainGrain>(Keys.Brain(caller.Brain)).Get(caller));
        if (!brain.Ok) return brain.Refusal!;
        var offer = await GrainFactory.GetGrain<IListingGrain>(Keys.Listing(caller.Brain, App)).Offer(caller, order.Version);
        if (!offer.Ok) return offer.Refusal!;
        read = false;
        var before = await Head();
        var state = before is null ? InstallStates.Requested : InstallStates.Now(before.State, before.LeftAt, time.GetUtcNow());
        var isBack = state == InstallStates.Uninstalled;
        if (isBack && order.Version.Length > 0 && order.Version != before!.Version) return Refusal.Of(Codes.ConflictState, ("state", state), ("version", before.Version));
        // What was left comes back as it was, at the version its records have; another version is an upgrade.
        var digest = isBack ? before!.Digest : offer.Must().Digest;
        var release = await library.Load(digest) ?? throw new InvalidDataException("A listed release has no bytes.");
        var plan = InstallRules.Decide(order, release.Manifest, digest, brain.Must().DefaultCap, habits.SampleData);
        if (!plan.Ok) return plan.Refusal!;
        return InstallStates.After(state, InstallStates.Install).Ok
            ? await Create(caller, request, plan.Must(), release, (before, state == InstallStates.Purged))
            : await Keep(caller, request, before!);
    }

    private async Task<Answer<InstallReceipt>> Create(
        Caller caller, string request, InstallPlan plan, LoadedRelease release, (InstallHead? Head, bool IsGone) was)
    {
        var (now, before) = (time.GetUtcNow(), was.Head);
        var isNew = before is null || was.IsGone;
        var next = new InstallHead
        {
            Tenant = Tenant, App = App, Id = isNew ? habits.NewId(now) : before!.Id, Brain = caller.Brain,
            Seq = 1, Epoch = 1, Version = plan.Version, Digest = plan.Digest,
            State = InstallStates.Active, Grants = plan.Grants, MonthlyCap = plan.MonthlyCap, SampleData = plan.SampleData,
            PlanPrice = plan.Price, InstalledAt = now, InstalledBy = caller.Actor, SettingsJson = isNew ? "{}"u8.ToArray() : before!.SettingsJson,
        };
        var receipt = Receipt(next, created: true) with { Quote = Pricing.Quote(plan.Plan, release.Manifest) };
        var unit = new Unit();
        TermFacts.Put(unit, Tenant, App, plan.Plan?.Id ?? "", now);
        if (before is null) InstallRows.Create(unit, next);
        else if (isNew) InstallRows.Renew(unit, next, before);
        else InstallRows.Replace(unit, next, before.Epoch);
        Remember(unit, caller, request, JsonSerializer.SerializeToUtf8Bytes(receipt, GrainJson.Default.InstallReceipt));
        if (plan.SampleData && isNew)
        {
            var rows = SeedRules.Read(release.Package, next.Id, caller.Actor, now);
            if (!rows.Ok) return rows.Refusal!;
            RecordFacts.Write(unit, next.Id, rows.Must().Select(row => new RecordChange(release.Manifest.Entities[row.Entity], row.Id, null, row)));
        }
        Beginnings.Installed(unit, next, release.Manifest, caller, await Zone(), now);
        var done = await database.Commit(unit);
        read = false;
        if (done.Ok) return receipt;
        Races.Lost(Races.Terms);
        if (await Stored(caller, request) is { } known) return known;
        return await Head() is { } raced && InstallStates.IsThere(raced.State)
            ? await Keep(caller, request, raced)
            : Refusal.Of(Codes.ConflictHead, ("app", App));
    }

    private async Task<Answer<InstallReceipt>> Keep(Caller caller, string request, InstallHead existing)
    {
        var release = await library.Load(existing.Digest) ?? throw new InvalidDataException("An installed release has no bytes.");
        var receipt = Receipt(existing, created: false) with { Quote = Pricing.Quote((await spending.Terms(existing, release.Manifest)).Plan, release.Manifest) };
        var unit = new Unit();
        Remember(unit, caller, request, JsonSerializer.SerializeToUtf8Bytes(receipt, GrainJson.Default.InstallReceipt));
        var done = await database.Commit(unit);
        return !done.Ok && await Stored(caller, request) is { } known ? known : receipt;
    }

    private void Remember(Unit unit, Caller caller, string request, byte[] reply)
    {
        if (caller.Operation.Length > 0)
            OperationFacts.Insert(unit, new StoredOperation(Tenant, caller.Operation, request, "", reply, time.GetUtcNow()));
    }

    private async Task<Answer<InstallReceipt>?> Stored(Caller caller, string request)
    {
        if (await OperationFacts.Get(database, Tenant, caller.Operation) is not { } known) return null;
        return known.RequestHash == request
            ? JsonSerializer.Deserialize(known.Reply, GrainJson.Default.InstallReceipt)!
            : Refusal.Of(Codes.OperationMismatch, ("operation", caller.Operation));
    }

    public async Task<Answer<InstallFacts>> Get(Caller caller) =>
        await Head() is not { } found ? Missing()
        : InstallStates.Serves(found.State) && await Stopped(found) is not null ? await Facts(found) with { State = InstallStates.Suspended, Reason = "operator" }
        : await Facts(found);

    public async Task<Answer<Ticket>> Admit(Caller caller, string function)
    {
        if (await Head() is not { } found) return Missing();
        var isFarewell = Beginnings.IsFarewell(caller, found);
        if (Beginnings.Closed(found, isFarewell) is { } closed) return closed;
        if (await Stopped(found) is { } stopped) return stopped;
        var release = await library.Load(found.Digest) ?? throw new InvalidDataException("An installed release has no bytes.");
        if (!release.Manifest.Functions.TryGetValue(function, out var spec))
            return Refusal.Of(Codes.FunctionUnknown, ("function", function), ("app", App));
        if (!InstallRules.MayCall(spec, caller.Roles))
            return Refusal.Of(Codes.RoleMissing, ("role", string.Join(", ", spec.Roles)));
        var price = (terms ??= await spending.Terms(found, release.Manifest)).CallPrice(time.GetUtcNow());
        var (spent, reached) = found.MonthlyCap > 0 ? await spending.ThisMonth(Tenant, App, await Zone()) : (0, 0);
        if (!CapRules.Admits(found.MonthlyCap, spent, reached, Tariff.Current.Call + (price.IsForResult ? 0 : price.Price)))
            return Refusal.Of(Codes.CapReached, ("cap", found.MonthlyCap), ("app", App));
        return new Ticket
        {
            Install = found.Id, Epoch = found.Epoch, Version = found.Version, Digest = found.Digest, Grants = found.Grants,
            Price = isFarewell ? 0 : price.Price, ForResult = price.IsForResult, Spent = spent, MonthlyCap = found.MonthlyCap, Zone = await Zone(), Brain = found.Brain,
            Settings = found.SettingsJson,
        };
    }

    public Task<Answer<InstallFacts>> SetCap(Caller caller, long monthlyCap) => monthlyCap is < 0 or > InstallRules.HighestCap
        ? Task.FromResult<Answer<InstallFacts>>(Refusal.Of(Codes.InputInvalid, ("pointer", "/monthlyCap"), ("rule", $"0 to {InstallRules.HighestCap}")))
        : Change(caller, InstallStates.Cap, monthlyCap.ToString(System.Globalization.CultureInfo.InvariantCulture), h => h with { MonthlyCap = monthlyCap });

    public Task<Answer<InstallFacts>> Suspend(Caller caller) => Change(caller, InstallStates.Suspend, "", static h => h);

    public Task<Answer<InstallFacts>> Resume(Caller caller) => Change(caller, InstallStates.Resume, "", static h => h);

    public Task<Answer<InstallFacts>> Uninstall(Caller caller) => Change(caller, InstallStates.Uninstall, "", h => h with { LeftAt = time.GetUtcNow() });

    public Task<Answer<InstallFacts>> Restore(Caller caller) => Change(caller, InstallStates.Restore, "", static h => h with { LeftAt = DateTimeOffset.UnixEpoch });

    public Task Forget(Caller caller)
    {
        if (caller.Is(Roles.System)) read = false;
        return Task.CompletedTask;
    }

    private async Task<Answer<InstallFacts>> Change(Caller caller, string command, string value, Func<InstallHead, InstallHead> change)
    {
        if (!caller.Is(Roles.Owner) && !caller.Is(Roles.System)) return Refusal.Of(Codes.RoleMissing, ("role", Roles.Owner));
        var request = RequestHash.Of(command, App, value);
        if (await Changed(caller, request) is { } known) return known;
        read = false;
        if (await Head() is not { } before) return Missing();
        var state = InstallStates.After(InstallStates.Now(before.State, before.LeftAt, time.GetUtcNow()), command);
        if (!state.Ok) return state.Refusal!;
        var next = change(before) with { State = state.Must() };
        var facts = await Facts(next);
        var unit = new Unit();
        InstallRows.Replace(unit, next, before.Epoch);
        Beginnings.Changed(unit, command, next, (await library.Load(next.Digest))?.Manifest, await Zone(), time.GetUtcNow());
        Remember(unit, caller, request, JsonSerializer.SerializeToUtf8Bytes(facts, GrainJson.Default.InstallFacts));
        var done = await database.Commit(unit);
        read = false;
        if (!done.Ok) Races.Lost(Races.Terms);
        return done.Ok ? facts : await Changed(caller, request) ?? Refusal.Of(Codes.ConflictHead, ("app", App));
    }

    private async Task<Answer<InstallFacts>?> Changed(Caller caller, string request)
    {
        if (await OperationFacts.Get(database, Tenant, caller.Operation) is not { } known) return null;
        return known.RequestHash == request
            ? JsonSerializer.Deserialize(known.Reply, GrainJson.Default.InstallFacts)!
            : Refusal.Of(Codes.OperationMismatch, ("operation", caller.Operation));
    }

    /// <summary>A suspension by the operator reaches running installs within <see cref="InstallHabits.SuspensionBound"/>.</summary>
    private async Task<Refusal?> Stopped(InstallHead found)
    {
        var now = time.GetUtcNow();
        if (now - asked < InstallHabits.SuspensionBound && askedEpoch == found.Epoch) return suspension;
        var offer = await GrainFactory.GetGrain<IListingGrain>(Keys.Listing(found.Brain, App)).Offer(Caller.System(Tenant, found.Brain), found.Version);
        suspension = offer.Refusal?.Code == Codes.AppSuspended ? offer.Refusal : null;
        (asked, askedEpoch) = (now, found.Epoch);
        return suspension;
    }

    /// <summary>The head, believed for as long as a suspension may take: should another activation live, what it changed counts here too.</summary>
    private async Task<InstallHead?> Head()
    {
        if (read && time.GetUtcNow() - readAt < InstallHabits.SuspensionBound) return head;
        (head, terms) = (await InstallRows.Get(database, Tenant, App), null);
        (read, readAt) = (head is not null, time.GetUtcNow());
        return head;
    }

    private async Task<string> Zone() => zone.Length > 0
        ? zone
        : zone = (await GrainFactory.GetGrain<ITenantGrain>(Keys.Tenant(Tenant)).Get(Caller.System(Tenant))).Value?.Zone ?? "Asia/Shanghai";

    private async Task<InstallFacts> Facts(InstallHead found)
    {
        var release = await library.Load(found.Digest);
        var (spent, reached) = await spending.ThisMonth(Tenant, App, await Zone());
        var isFull = found.State == InstallStates.Active && !CapRules.Admits(found.MonthlyCap, spent, reached, Tariff.Current.Call);
        return new InstallFacts
        {
            App = found.App, Version = found.Version, State = isFull ? InstallStates.Suspended : found.State,
            Reason = isFull ? "cap" : found.State == InstallStates.Suspended ? "firm" : "", Grants = found.Grants,
            MonthlyCap = found.MonthlyCap, SpentThisMonth = spent, Plan = release is null ? null : Pricing.Quote((terms ??= await spending.Terms(found, release.Manifest)).Plan, release.Manifest),
            TrialUntil = terms is { } known && known.IsTrial(time.GetUtcNow()) ? known.TrialUntil : null,
            InstalledAt = found.InstalledAt, InstalledBy = found.InstalledBy, Install = found.Id, Brain = found.Brain,
            Digest = found.Digest, SampleData = found.SampleData,
            RestorableUntil = found.State == InstallStates.Uninstalled ? found.LeftAt + InstallStates.Kept : null,
            Name = release is null ? new Dictionary<string, string>() : Publishing.Locales.Words(release.Package, release.Manifest.Name),
        };
    }

    private static InstallReceipt Receipt(InstallHead found, bool created) => new()
    {
        App = found.App, Version = found.Version, Digest = found.Digest, Install = found.Id, State = found.State,
        Grants = found.Grants, MonthlyCap = found.MonthlyCap, SampleData = found.SampleData, InstalledAt = found.InstalledAt, Created = created,
    };

    private static Refusal Missing() => Refusal.Of(Codes.NotFound, ("what", "install"));
}
