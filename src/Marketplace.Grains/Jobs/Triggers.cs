using System.Globalization;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Jobs;
using Marketplace.Domain.Records;
using Marketplace.Storage;

namespace Marketplace.Grains.Jobs;

/// <summary>The work that calls others: one call, one write by hand, one page of an import.</summary>
/// <param name="Tenant">The firm.</param>
/// <param name="App">Its app.</param>
/// <param name="Cause">The work's name; whatever is committed under it is committed once.</param>
/// <param name="Chain">The installs whose calls led here, this one last when it is a call's.</param>
/// <param name="Trace">W3C trace parent, or empty.</param>
/// <param name="Now">When it happens.</param>
internal sealed record Firing(string Tenant, string App, string Cause, IReadOnlyList<string> Chain, string Trace, DateTimeOffset Now);

/// <summary>Puts the calls that a commit causes into that commit.</summary>
internal static class Triggers
{
    /// <summary>The calls of the app's own functions that want to know of changed records.</summary>
    public static void Records(Unit unit, Firing from, Manifest manifest, IReadOnlyList<RecordChange> changes)
    {
        var fired = RecordTriggers.Of(manifest, changes);
        for (var i = 0; i < fired.Count; i++)
            Messages.Call(unit, string.Create(CultureInfo.InvariantCulture, $"record:{from.Cause}:{i + 1}"),
                new PendingCall(from.Tenant, from.App, fired[i].Function, fired[i].Input, Causes.Actor(Causes.Record), from.Trace) { Cause = Causes.Record, Chain = from.Chain },
                from.Now, from.Now);
    }
}
