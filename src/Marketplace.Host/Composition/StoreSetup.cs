using Marketplace.Storage;

namespace Marketplace.Host.Composition;

/// <summary>Opens the store before anything else: a schema that cannot be brought up to date stops the start.</summary>
internal static class StoreSetup
{
    /// <summary>The open database of these settings.</summary>
    public static async Task<Database> Open(HostSettings settings)
    {
        Folder(settings.Data);
        using var logs = LoggerFactory.Create(log => log.AddConsole());
        return await Database.Open(
            new StoreOptions { Engine = settings.Store, ConnectionString = settings.ConnectionString, DataFolder = settings.Data },
            TimeProvider.System, logs.CreateLogger("Marketplace.Storage"));
    }

    /// <summary>Makes the data folder, which only its owner may enter.</summary>
    public static void Folder(string data)
    {
        Directory.CreateDirectory(data);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
