using Marketplace.Domain.Invocations;

namespace Marketplace.Grains.Invocations;

/// <summary>What a call is given once and keeps: its moment, its id, its seed.</summary>
internal sealed class CallMint(TimeProvider time, Random random)
{
    /// <summary>The clock to the millisecond, as scripts see and recordings keep it.</summary>
    public DateTimeOffset Now()
    {
        var now = time.GetUtcNow();
        return new DateTimeOffset(now.Ticks - now.Ticks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
    }

    /// <summary>An invocation's id.</summary>
    public string Id(DateTimeOffset now) => Ids.New(now, random);

    /// <summary>The seed of a call's random numbers.</summary>
    public ulong Seed() => (ulong)random.NextInt64();
}
