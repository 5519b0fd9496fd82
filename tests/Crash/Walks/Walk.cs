using Marketplace.Tests.Running;

namespace Marketplace.Tests.Crash.Walks;

/// <summary>One command whose walk through the host is cut at every point: how it is made ready, how it is sent, and what must hold after
/// it was repeated under its key. The answer to the repetition is the first answer, if there was one.</summary>
internal abstract class Walk
{
    public abstract string Name { get; }

    /// <summary>The change lane draws its one point from so many. Work that was leased when its host died waits for the lease to lapse, and by
    /// day there is no time for that.</summary>
    public virtual int Drawn => 40;

    /// <summary>Makes a fresh case ready; answers the command.</summary>
    public abstract Task<Command> Prepare(Uri host);

    /// <summary>Everything that is wrong after the command was repeated; empty when nothing is.</summary>
    public abstract Task<List<string>> Judge(Uri host, Command command, Reply repeated);

    public override string ToString() => Name;

    /// <summary>A list that grew by more or less than one.</summary>
    protected static IEnumerable<string> OneMore(string what, int before, int after)
    {
        if (after != before + 1) yield return $"there were {before} {what} and now there are {after}";
    }
}

/// <summary>A request that can be sent again.</summary>
/// <param name="Key">Its Idempotency-Key.</param>
/// <param name="Token">Whose it is.</param>
/// <param name="Before">What was counted before it.</param>
internal sealed record Command(string Key, string Token, string Path, byte[] Body, string Type, int Before)
{
    /// <summary>Sends it; null when no answer came. A trace says where the host is to die.</summary>
    public async Task<Reply?> Send(Uri host, string trace = "")
    {
        using var talk = new Talk(host, Token);
        (string, string)[] headers = trace.Length == 0 ? [("Idempotency-Key", Key)] : [("Idempotency-Key", Key), ("traceparent", trace)];
        try
        {
            using var body = new ByteArrayContent(Body);
            body.Headers.TryAddWithoutValidation("Content-Type", Type);
            return await talk.Send("POST", Path, body, headers);
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException)
        {
            return null;
        }
    }
}
