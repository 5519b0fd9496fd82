using Marketplace.Host.Seed;

namespace Marketplace.Host.Composition;

/// <summary>How a host leaves: it says that it is not ready, answers for a while and asks each connection to close, and only then stops
/// listening, finishes what runs, and takes its silo out of the cluster.</summary>
internal static class Drain
{
    /// <summary>What comes after the drain may take so long; a supervisor must wait for longer than both.</summary>
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(40);

    /// <summary>Adds the drain.</summary>
    public static WebApplicationBuilder AddDrain(this WebApplicationBuilder builder, HostSettings settings)
    {
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.Drain + Ending);
        builder.Services.AddHostedService<Leave>();
        return builder;
    }

    /// <summary>While the host leaves, each answer is the last of its connection.</summary>
    public static WebApplication UseDrain(this WebApplication app)
    {
        var ready = app.Services.GetRequiredService<Readiness>();
        app.Use((context, next) =>
        {
            if (ready.IsLeaving) context.Response.Headers.Connection = "close";
            return next(context);
        });
        return app;
    }

    /// <summary>Comes before any service is stopped.</summary>
    private sealed class Leave(Readiness ready, HostSettings settings, TimeProvider time) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken)
        {
            ready.Leave();
            return Task.Delay(settings.Drain, time, cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
