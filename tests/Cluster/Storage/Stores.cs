using Marketplace.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage;

/// <summary>A clock that stands where it is put.</summary>
public sealed class SetClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 9, 1, 8, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>Fresh stores of both engines, thrown away afterwards.</summary>
public sealed class Stores : IAsyncLifetime
{
    private readonly List<Func<ValueTask>> ends = [];

    public SetClock Clock { get; } = new();

    public static bool IsNightly => Environment.GetEnvironmentVariable("NIGHTLY") == "1";

    public async Task<Database> Open(string engine)
    {
        var options = await Options(engine);
        return await Reopen(options);
    }

    public async Task<Database> Reopen(StoreOptions options)
    {
        var database = await Database.Open(options, Clock, NullLogger.Instance, TestContext.Current.CancellationToken);
        ends.Insert(0, database.DisposeAsync);
        return database;
    }

    public async Task<StoreOptions> Options(string engine)
    {
        if (engine == StoreOptions.Sqlite)
        {
            var folder = Directory.CreateTempSubdirectory("marketplace-store-").FullName;
            ends.Add(() =>
            {
                Directory.Delete(folder, recursive: true);
                return ValueTask.CompletedTask;
            });
            return new StoreOptions { DataFolder = folder };
        }
        var server = Environment.GetEnvironmentVariable("MARKETPLACE_TEST_POSTGRES");
        if (string.IsNullOrEmpty(server)) Assert.Fail("MARKETPLACE_TEST_POSTGRES is not set: run ./test.sh, which starts a PostgreSQL for the tests.");
        var name = $"store_{Guid.NewGuid():n}";
        await Execute(server, $"CREATE DATABASE {name}");
        ends.Add(async () => await Execute(server, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        return new StoreOptions { Engine = StoreOptions.Postgres, ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 12 }.ToString() };
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var end in ends) await end();
    }

    private static async Task Execute(string server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
