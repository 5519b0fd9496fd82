namespace Marketplace.Tool.Remote;

/// <summary>The user's folder for keys and sign-ins: <c>$XDG_CONFIG_HOME/mkt</c>, by default <c>~/.config/mkt</c>. Only the user may read what is in it.</summary>
internal static class Config
{
    public static string Folder { get; } = Path.Combine(Root(), "mkt");

    /// <summary>Writes a file that only the user may read.</summary>
    public static void Write(string name, byte[] bytes)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllBytes(Path.Combine(Folder, name), bytes);
            return;
        }
        Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        // Born private: a file that is made first and closed off later can be read in between.
        var file = Path.Combine(Folder, name);
        File.Delete(file);
        using var stream = new FileStream(file, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        stream.Write(bytes);
    }

    private static string Root()
    {
        var given = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME");
        if (!string.IsNullOrEmpty(given) && Path.IsPathRooted(given)) return given;
        return OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");
    }
}
