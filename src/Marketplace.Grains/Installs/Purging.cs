using System.Globalization;
using System.Text;
using Marketplace.Domain.Installs;
using Marketplace.Grains.Egress;
using Marketplace.Grains.Jobs;
using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Secrets;

namespace Marketplace.Grains.Installs;

/// <summary>Removes what a firm left and did not want back. First the head says that it is gone, so that nobody can have half of it back; then
/// its rows go, a few at a time. What a crash leaves is gone on with.</summary>
internal sealed class Purging(Database database, TimeProvider time)
{
    private const int Most = 500;
    private static readonly TimeSpan longest = TimeSpan.FromSeconds(6);

    /// <summary>Promises that an install which is left now is removed when its time has come.</summary>
    /// <param name="unit">The unit that leaves it.</param>
    /// <param name="left">The head as the unit writes it; its epoch is that of the head before.</param>
    public static void Promise(Unit unit, InstallHead left)
    {
        var mark = string.Create(CultureInfo.InvariantCulture, $"{left.Id}:{left.Epoch + 1}");
        DueFacts.Add(unit, $"purge:{mark}", Messages.PurgeKind, $"{left.Tenant}/{left.App}", Encoding.UTF8.GetBytes(mark), left.LeftAt, left.LeftAt + InstallStates.Kept);
    }

    /// <summary>One turn; <paramref name="id"/> is the due work's own, <paramref name="mark"/> the install and the epoch it was left in.</summary>
    public async Task Turn(string id, string key, string mark)
    {
        var (slash, colon) = (key.IndexOf('/', StringComparison.Ordinal), mark.IndexOf(':', StringComparison.Ordinal));
        var (install, epoch) = (mark[..colon], long.Parse(mark.AsSpan(colon + 1), CultureInfo.InvariantCulture));
        var head = await InstallFacts.Get(database, key[..slash], key[(slash + 1)..]);
        if (head is not null && head.Id == install && head.State != InstallStates.Purged)
        {
            // It was had back, and may have been left again: then another promise stands for that.
            if (head.State != InstallStates.Uninstalled || head.Epoch != epoch) return;
            var unit = new Unit();
            InstallFacts.Replace(unit, head with { State = InstallStates.After(head.State, InstallStates.Purge).Must(), SettingsJson = "{}"u8.ToArray(), Grants = [] }, head.Epoch);
            SecretFacts.RemoveAll(unit, IAppSecrets.Kind, $"{key}/");
            LetterFacts.Forget(unit, key);
            if (!(await database.Commit(unit)).Ok) return;
        }
        var began = time.GetTimestamp();
        while (await PurgeFacts.Some(database, install, Most))
            if (time.GetElapsedTime(began) > longest)
            {
                var unit = new Unit();
                var now = time.GetUtcNow();
                DueFacts.Add(unit, $"{id}+", Messages.PurgeKind, key, Encoding.UTF8.GetBytes(mark), now, now);
                await database.Commit(unit);
                return;
            }
    }
}
