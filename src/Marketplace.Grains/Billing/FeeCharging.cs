using System.Globalization;
using Marketplace.Contracts.Catalogue;
using Marketplace.Domain;
using Marketplace.Domain.Billing;
using Marketplace.Domain.Installs;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Installs;
using Marketplace.Storage;
using Marketplace.Storage.Billing;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Invocations;
using Orleans;

namespace Marketplace.Grains.Billing;

/// <summary>Charges flat fees: at most once for an install and month, by its constraint, within the cap. The posting, the fee and the month's
/// spending are one unit.</summary>
internal sealed class FeeCharging(Database database, BillPosting bills, ReleaseLibrary library, IGrainFactory grains, TimeProvider time)
{
    private readonly Spending spending = new(database, time);

    /// <summary>Charges what is due of the installs of a firm; those whose cap is too low pause instead.</summary>
    public async Task Charge(string brain, string tenant, IReadOnlyList<ProRata> rules)
    {
        var (zone, now) = (await DayPosting.Zone(database, brain, tenant), time.GetUtcNow());
        var today = Spending.Date(now, zone);
        var month = Spending.Month(now, zone);
        var charged = await BillFacts.Fees(database, tenant, month);
        foreach (var install in await InstallFacts.List(database, tenant))
        {
            if (install.Brain != brain || install.State is InstallStates.Uninstalled or InstallStates.Purged || charged.ContainsKey(install.App) || await library.Load(install.Digest) is not { } release) continue;
            var terms = await spending.Terms(install, release.Manifest);
            if (FeeRules.Due(terms, Spending.Date(install.InstalledAt, zone), Spending.Date(terms.TrialUntil, zone), today, rules) is not { Amount: > 0 } fee) continue;
            var offer = await grains.GetGrain<IListingGrain>(Keys.Listing(install.Brain, install.App)).Offer(Caller.System(tenant, install.Brain), install.Version);
            // What the operator has stopped cannot be used: no fee begins meanwhile.
            if (offer.Refusal?.Code != Codes.AppSuspended) await Charge(install, fee, month, today);
        }
    }

    private async Task Charge(InstallHead install, Fee fee, string month, DateOnly today)
    {
        var line = new BillLine
        {
            Brain = install.Brain, Tenant = install.Tenant, App = install.App, Day = today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Portion = 0, Version = install.Version,
            Kind = BillLine.Fee, Quantity = 1, Total = fee.Amount, Publisher = fee.Amount,
        };
        var done = await bills.Post($"fee:{install.Tenant}/{install.App}:{month}", [line], string.Create(CultureInfo.InvariantCulture, $"from {fee.From:yyyy-MM-dd}"),
            (unit, lines, op) => BillFacts.Charge(unit, lines[0], month, op, install.MonthlyCap));
        if (done is not { } no || no.Code == Conflicts.Exists) return;
        if (no.Code != Codes.CapReached) throw new Jobs.DeliveryException(no.Code);
        var pause = new Unit();
        MeterFacts.Reach(pause, install.Tenant, install.App, month, install.MonthlyCap);
        await database.Commit(pause);
    }
}
