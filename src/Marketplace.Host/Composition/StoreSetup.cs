using Marketplace.Storage;

namespace Marketplace.Host.Composition;

/// <summary>Opens the store before anything else: a schema that cannot be brought up to date stops the start.</summary>
internal static class StoreSetup
{
    /// <summary>The open database of these settings.</summary>
    public static async Task<Database> Open(HostSettings settings)
    {
        Directory.CreateDirectory(settings.Data);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(settings.Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var logs = LoggerFactory.Create(log => log.AddConsole());
        return await Database.Open(
            new StoreOptions { Engine = settings.Store, ConnectionString = settings.ConnectionString, DataFolder = settings.Data },
            TimeProvider.System, logs.CreateLogger("Marketplace.Storage"));
    }
}
