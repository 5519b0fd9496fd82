using Marketplace.Storage;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Marketplace.Host.Sealing;

/// <summary>Sees to it that there is a key before the first request, and the next one in good time: one host makes it, alone, and the
/// others have read it long before it is used. A cookie of one host is therefore good at all.</summary>
internal sealed class KeyCare(KeyRing ring, IKeyManager keys, Database store, TimeProvider time, ILogger<KeyCare> log) : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(90), Ahead = TimeSpan.FromDays(14), Spread = TimeSpan.FromDays(2), Round = TimeSpan.FromHours(1);

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Tend(cancellationToken);

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Round, time, stoppingToken);
            try
            {
                await Tend(stoppingToken);
            }
            catch (Exception later) when (later is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                log.NotTended(later);
            }
        }
    }

    private async Task Tend(CancellationToken cancel)
    {
        await using var alone = await store.Alone("keys", cancel);
        await ring.Load(cancel);
        var (now, good) = (time.GetUtcNow(), keys.GetAllKeys().Where(static key => !key.IsRevoked).ToList());
        if (good.Any(key => key.ExpirationDate > now + Ahead)) return;
        var from = good.Any(key => key.ActivationDate <= now && key.ExpirationDate > now + Spread) ? now + Spread : now;
        keys.CreateNewKey(from, from + Lasts);
        await ring.Save(cancel);
    }
}

/// <summary>What the care of keys logs.</summary>
internal static partial class KeyLog
{
    [LoggerMessage(9101, LogLevel.Error, "The keys of sessions could not be looked after; this is tried again within the hour")]
    public static partial void NotTended(this ILogger log, Exception fault);
}
