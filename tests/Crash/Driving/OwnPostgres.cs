using System.Diagnostics;
using Npgsql;

namespace Marketplace.Tests.Crash.Driving;

/// <summary>A PostgreSQL of this test's own, durable as in production, on a Unix socket in a temporary folder; it can be killed with -9 and
/// started again.</summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string folder, data, programs;
    private readonly string? user;
    private Process? server;

    private OwnPostgres(string folder, string programs, string? user) => (this.folder, data, this.programs, this.user) = (folder, Path.Combine(folder, "db"), programs, user);

    /// <summary>For a host.</summary>
    public string Connection => new NpgsqlConnectionStringBuilder { Host = folder, Username = "postgres", Database = "postgres", MaxPoolSize = 24 }.ToString();

    public static async Task<OwnPostgres> Start()
    {
        var programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderBy(static d => int.TryParse(Path.GetFileName(d), out var version) ? version : 0).Last() + "/bin"
            : throw new DirectoryNotFoundException("PostgreSQL's programs are looked for under /usr/lib/postgresql, where Debian puts them.");
        var folder = Directory.CreateTempSubdirectory("own-pg-").FullName;
        // PostgreSQL refuses root; the package made a user for it.
        var postgres = new OwnPostgres(folder, programs, Environment.UserName == "root" ? "postgres" : null);
        if (postgres.user is { } user) await Done(Process.Start("chown", [user, folder]));
        await Done(postgres.Program("initdb", "-D", postgres.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"));
        await postgres.Launch();
        return postgres;
    }

    /// <summary>Starts it after <see cref="Kill"/> and waits until it answers.</summary>
    public async Task Launch()
    {
        server = Program("postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "max_connections=100", "-c", "fsync=on");
        await using var source = NpgsqlDataSource.Create(Connection + ";Pooling=false");
        for (var since = Stopwatch.GetTimestamp(); ; await Task.Delay(50))
        {
            try
            {
                await using var command = source.CreateCommand("SELECT 1");
                await command.ExecuteScalarAsync();
                return;
            }
            catch (NpgsqlException) when (Stopwatch.GetElapsedTime(since) < Patience && !server.HasExited)
            {
                continue;
            }
        }
    }

    /// <summary>SIGKILL of the postmaster; its children see that it is gone and end.</summary>
    public async Task Kill()
    {
        var postmaster = int.Parse((await File.ReadAllLinesAsync(Path.Combine(data, "postmaster.pid")))[0], System.Globalization.CultureInfo.InvariantCulture);
        using (var process = Process.GetProcessById(postmaster)) process.Kill();
        await server!.WaitForExitAsync();
        server.Dispose();
        server = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await Kill();
        Directory.Delete(folder, recursive: true);
    }

    private Process Program(string name, params string[] words)
    {
        var program = Path.Combine(programs, name);
        var start = user is null ? new ProcessStartInfo(program) : new ProcessStartInfo("runuser") { ArgumentList = { "-u", user, "--", program } };
        foreach (var word in words) start.ArgumentList.Add(word);
        start.WorkingDirectory = folder;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{name} did not start.");
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task Done(Process process)
    {
        using (process)
        {
            await process.WaitForExitAsync();
            if (process.ExitCode != 0) throw new InvalidOperationException($"{process.StartInfo.FileName} ended with {process.ExitCode}.");
        }
    }
}
