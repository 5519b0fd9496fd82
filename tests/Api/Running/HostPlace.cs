using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Marketplace.Tests.Running;

/// <summary>Where a host lives: data folder, store, ports. It outlives the processes that run there one after another.</summary>
public sealed class HostPlace : IAsyncDisposable
{
    private readonly Func<Task> forget;
    // What a lane tests is not the door: its bursts must not be turned away because a machine is slow.
    private readonly Dictionary<string, string> settings = new(StringComparer.Ordinal) { ["Marketplace__Places"] = "4096" };
    private string[] under = [];

    private HostPlace(string data, Func<Task> forget) => (Data, this.forget) = (data, forget);

    /// <summary>The data folder.</summary>
    public string Data { get; }

    /// <summary>The PostgreSQL it lives on, or nothing.</summary>
    public string ConnectionString => settings.GetValueOrDefault("Marketplace__ConnectionString", "");

    /// <summary>Ports that were free when the place was made.</summary>
    public int HttpPort { get; } = Ports.Free();

    /// <summary>Port of the device gateway.</summary>
    public int MqttPort { get; } = Ports.Free();

    // A host that comes back is the same silo: it speaks at the same address, and so nobody waits for its predecessor.
    private readonly int siloPort = Ports.Free(), gatewayPort = Ports.Free();

    /// <summary>A place nobody used before, on <c>sqlite</c> or <c>postgres</c>.</summary>
    public static async Task<HostPlace> Fresh(string engine)
    {
        if (engine == "sqlite") return new HostPlace(Directory.CreateTempSubdirectory("marketplace-host-").FullName, static () => Task.CompletedTask);
        return await OnServer(Server(), "");
    }

    /// <summary>A place in a folder of the caller's, and on PostgreSQL in a database of that name: the same place again for whoever says the same.
    /// It is not taken away.</summary>
    internal static HostPlace Kept(string engine, string folder, string database)
    {
        Directory.CreateDirectory(folder);
        var place = new HostPlace(folder, static () => Task.CompletedTask);
        return engine == "sqlite" ? place : place.OnPostgres(new NpgsqlConnectionStringBuilder(Server()) { Database = database, MaxPoolSize = 24 }.ToString());
    }

    /// <summary>Takes the database of a kept place away, and makes an empty one.</summary>
    internal static async Task Emptied(string database)
    {
        await Execute(Server(), $"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
        await Execute(Server(), $"CREATE DATABASE {database}");
    }

    private static string Server() => Environment.GetEnvironmentVariable("MARKETPLACE_TEST_POSTGRES") is { Length: > 0 } server ? server
        : throw new InvalidOperationException("MARKETPLACE_TEST_POSTGRES is not set: run ./test.sh, which starts a PostgreSQL for the tests.");

    private static async Task<HostPlace> OnServer(string server, string template)
    {
        var data = Directory.CreateTempSubdirectory("marketplace-host-").FullName;
        var name = $"host_{Guid.NewGuid():n}";
        await Execute(server, $"CREATE DATABASE {name}{template}");
        var place = new HostPlace(data, () => Execute(server, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        return place.OnPostgres(new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 24 }.ToString());
    }

    /// <summary>A place where the demo is planted already, as the host itself does it.</summary>
    public static Task<HostPlace> Seeded(string engine) => Planted.Copy(engine);

    /// <summary>A place of its own with all that is here, ports excepted. No host may be running here.</summary>
    internal async Task<HostPlace> Copy()
    {
        if (ConnectionString.Length == 0) return Filled(await Fresh("sqlite"));
        var server = new NpgsqlConnectionStringBuilder(ConnectionString);
        var copy = await OnServer(Server(), $" TEMPLATE {server.Database}");
        return Filled(copy);
    }

    private HostPlace Filled(HostPlace copy)
    {
        foreach (var file in Directory.EnumerateFiles(Data, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy.Data, Path.GetRelativePath(Data, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return copy;
    }

    /// <summary>A place on a database that somebody else looks after.</summary>
    public static HostPlace On(string connection) =>
        new HostPlace(Directory.CreateTempSubdirectory("marketplace-host-").FullName, static () => Task.CompletedTask).OnPostgres(connection);

    /// <summary>A place of its own on the store of another, with the same settings: where a further silo lives.</summary>
    public HostPlace Beside()
    {
        var place = new HostPlace(Directory.CreateTempSubdirectory("marketplace-host-").FullName, static () => Task.CompletedTask);
        foreach (var (name, value) in settings) place.With(name, value);
        return place;
    }

    /// <summary>A setting that was made with <see cref="With"/>.</summary>
    public string this[string name] => settings[name];

    /// <summary>Sets one environment variable of the host.</summary>
    public HostPlace With(string name, string value)
    {
        settings[name] = value;
        return this;
    }

    /// <summary>Leaves one environment variable as people find it.</summary>
    public HostPlace Without(string name)
    {
        settings.Remove(name);
        return this;
    }

    /// <summary>Starts the host by a command that turns itself into it, such as <c>taskset -c 0</c>.</summary>
    public HostPlace Under(params string[] command)
    {
        under = command;
        return this;
    }

    private HostPlace OnPostgres(string connection) => With("Marketplace__Store", "postgres").With("Marketplace__ConnectionString", connection);

    /// <summary>The key that a host makes there when it is given none.</summary>
    public string MasterKey => Path.Combine(Data, "data", "master.key");

    /// <summary>The file of a store on SQLite.</summary>
    public string StoreFile => Path.Combine(Data, "data", "marketplace.db");

    /// <summary>Runs a command of the operator on this place's store, to its end.</summary>
    public async Task<Said> Run(params string[] words)
    {
        using var process = Process.Start(Command(words)) ?? throw new InvalidOperationException("The command did not start.");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new Said(process.ExitCode, await output, await error);
    }

    /// <summary>Starts a command and kills it after a while, unless it was done before.</summary>
    public async Task<bool> Killed(TimeSpan after, params string[] words)
    {
        using var process = Process.Start(Command(words)) ?? throw new InvalidOperationException("The command did not start.");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var ended = process.WaitForExitAsync();
        var isKilled = await Task.WhenAny(ended, Task.Delay(after)) != ended;
        if (isKilled) process.Kill();
        await ended;
        await Task.WhenAll(output, error);
        return isKilled;
    }

    internal ProcessStartInfo Command() => Command(["--urls", $"http://localhost:{HttpPort}"]);

    private ProcessStartInfo Command(IReadOnlyList<string> words)
    {
        string[] command = [.. under, "dotnet", Program(), .. words];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Data,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Marketplace__Data"] = Path.Combine(Data, "data");
        start.Environment["Marketplace__MqttPort"] = Text(MqttPort);
        start.Environment["Marketplace__SiloPort"] = Text(siloPort);
        start.Environment["Marketplace__GatewayPort"] = Text(gatewayPort);
        foreach (var (name, value) in settings) start.Environment[name] = value;
        return start;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await forget();
        Directory.Delete(Data, recursive: true);
    }

    /// <summary>The host that the build of this repository made.</summary>
    private static string Program()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var built = Path.Combine(here.Parent!.Name, here.Name);
        for (var at = here; at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Marketplace.sln")))
                return Path.Combine(at.FullName, "src", "Marketplace.Host", "bin", built, "Marketplace.Host.dll");
        throw new DirectoryNotFoundException("The tests run inside the repository.");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task Execute(string server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>What a command said and how it ended.</summary>
public sealed record Said(int Code, string Out, string Error)
{
    /// <inheritdoc />
    public override string ToString() => $"{Code}\n{Out}\n{Error}";
}
