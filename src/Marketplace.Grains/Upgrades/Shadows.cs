using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Invocations.Recordings;
using Marketplace.Domain.Metering;
using Marketplace.Domain.Upgrades;
using Marketplace.Domain.Upgrades.Rehearsals;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Installs;
using Marketplace.Grains.Invocations;
using Marketplace.Storage;
using Marketplace.Storage.Installs;

namespace Marketplace.Grains.Upgrades;

/// <summary>Makes shadows.</summary>
internal sealed class Shadows(Database database, ReleaseLibrary library, Spending spending)
{
    /// <summary>The shadow of an install on another version, as if its firm had agreed to all that the version asks.</summary>
    public async Task<Shadow> Of(InstallHead head, string digest)
    {
        var (from, to) = (await Release(head.Digest), await Release(digest));
        var isCarried = UpgradeRules.Migration(head.Version, to.Manifest) is not null;
        HashSet<string> shared = [.. UpgradeRules.Staged(from.Manifest, to.Manifest, isCarried).Select(static one => one.Name).Where(from.Manifest.Entities.ContainsKey)];
        return new Shadow(database, head.Id, to)
        {
            Other = shared, Carried = isCarried ? shared : [], Grants = InstallRules.Asked(to.Manifest),
            Was = (await spending.Terms(head, from.Manifest)).Plan, Plan = (await spending.Terms(head, to.Manifest)).Plan,
        };
    }

    private async Task<LoadedRelease> Release(string digest) => await library.Load(digest) ?? throw new InvalidDataException("An installed or listed release has no bytes.");
}

/// <summary>An install on a version that it does not have: recorded calls run there, and leave nothing.</summary>
internal sealed class Shadow(Database database, string install, LoadedRelease to)
{
    /// <summary>Entities whose records present data has otherwise than the version would find them.</summary>
    public required IReadOnlySet<string> Other { get; init; }

    /// <summary>Those of them whose bodies would be others too.</summary>
    public required IReadOnlySet<string> Carried { get; init; }

    public required IReadOnlyList<string> Grants { get; init; }

    /// <summary>The firm's plan on the version it has, and on this one.</summary>
    public required PlanSpec? Was { get; init; }
    public required PlanSpec? Plan { get; init; }

    /// <summary>The report with one recorded call more. A call that a clock or a fault of ours ended is run once more.</summary>
    public async Task<RehearsalReport> With(RehearsalReport report, Recording recorded, ICallRunner runner)
    {
        var (found, unanswered) = await Once(recorded, runner);
        if (RehearsalRules.IsDoubtful(found)) (found, unanswered) = await Once(recorded, runner);
        return RehearsalRules.With(report, found, recorded.Call.Now, unanswered);
    }

    private async Task<(ReplayReport Report, Domain.Refusal? Unanswered)> Once(Recording recorded, ICallRunner runner)
    {
        var call = recorded.Call;
        var today = new ShadowBroker(new RecordBroker(database, install, to.Manifest, call.User, call.Now), Other);
        var asked = ShadowBroker.Without(recorded with { Call = call with { Grants = Grants } }, Carried);
        return (await Replay.Run(asked, to.Package, runner, today, CancellationToken.None, RehearsalRules.Price(recorded.Head, Was, Plan)), today.Unanswered);
    }
}
