using Marketplace.Tests.Running;

namespace Marketplace.Tests.Crash.Walks;

/// <summary>An upgrade that carries every record over: the command, and the due work that follows it to the turn of the head.</summary>
internal sealed class UpgradeWalk(int seed) : Walk
{
    private readonly GrowingApp app = new(seed);

    public override string Name => "upgrade";

    public override int Drawn => 24;

    public override async Task<Command> Prepare(Uri host)
    {
        await app.At(host, "1.0.0");
        return new Command(Guid.NewGuid().ToString(), "mkt_dev_sme2", $"{app.Path}/upgrade", """{"version":"2.0.0","grants":"all"}"""u8.ToArray(), "application/json", 0);
    }

    public override async Task<List<string>> Judge(Uri host, Command command, Reply repeated) =>
        repeated.Status == 200 ? await app.Judge(host, "2.0.0") : [repeated.ToString()];
}

/// <summary>The way back: each record was changed since, so that the app carries it.</summary>
internal sealed class RollbackWalk(int seed) : Walk
{
    private readonly GrowingApp app = new(seed);

    public override string Name => "rollback";

    public override int Drawn => 24;

    public override async Task<Command> Prepare(Uri host)
    {
        await app.At(host, "2.0.0");
        return new Command(Guid.NewGuid().ToString(), "mkt_dev_sme2", $"{app.Path}/rollback", """{"accept":false}"""u8.ToArray(), "application/json", 0);
    }

    public override async Task<List<string>> Judge(Uri host, Command command, Reply repeated) =>
        repeated.Status == 200 ? await app.Judge(host, "1.0.0") : [repeated.ToString()];
}
