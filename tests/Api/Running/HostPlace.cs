using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Marketplace.Tests.Running;

/// <summary>Where a host lives: data folder, store, ports. It outlives the processes that run there one after another.</summary>
public sealed class HostPlace : IAsyncDisposable
{
    private readonly Func<Task> forget;
    private readonly Dictionary<string, string> settings = new(StringComparer.Ordinal);

    private HostPlace(string data, Func<Task> forget) => (Data, this.forget) = (data, forget);

    /// <summary>The data folder.</summary>
    public string Data { get; }

    /// <summary>The PostgreSQL it lives on, or nothing.</summary>
    public string Connection => settings.GetValueOrDefault("Marketplace__ConnectionString", "");

    /// <summary>Ports that were free when the place was made.</summary>
    public int HttpPort { get; } = RunningHost.FreePort();

    /// <summary>Port of the device gateway.</summary>
    public int MqttPort { get; } = RunningHost.FreePort();

    // A host that comes back is the same silo: it speaks at the same address, and so nobody waits for its predecessor.
    private readonly int siloPort = RunningHost.FreePort(), gatewayPort = RunningHost.FreePort();

    /// <summary>A place nobody used before, on <c>sqlite</c> or <c>postgres</c>.</summary>
    public static async Task<HostPlace> Fresh(string engine)
    {
        var data = Directory.CreateTempSubdirectory("marketplace-host-").FullName;
        if (engine == "sqlite") return new HostPlace(data, static () => Task.CompletedTask);
        var server = Environment.GetEnvironmentVariable("MARKETPLACE_TEST_POSTGRES");
        if (string.IsNullOrEmpty(server)) throw new InvalidOperationException("MARKETPLACE_TEST_POSTGRES is not set: run ./test.sh, which starts a PostgreSQL for the tests.");
        var name = $"host_{Guid.NewGuid():n}";
        await Execute(server, $"CREATE DATABASE {name}");
        var place = new HostPlace(data, () => Execute(server, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        var connection = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 24 }.ToString();
        return place.With("Marketplace__Store", "postgres").With("Marketplace__ConnectionString", connection);
    }

    /// <summary>Sets one environment variable of the host.</summary>
    public HostPlace With(string name, string value)
    {
        settings[name] = value;
        return this;
    }

    internal ProcessStartInfo Command()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Data,
            ArgumentList = { Program(), "--urls", $"http://localhost:{HttpPort}" },
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
