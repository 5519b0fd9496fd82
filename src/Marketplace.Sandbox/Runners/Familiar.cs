using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Runners;

/// <summary>The scripts of the last calls, newest first: what a standby prepares, so that the first call after a death does not wait for
/// the compiler.</summary>
internal sealed class Familiar
{
    private const int Most = 16;
    private readonly Lock gate = new();
    private Script[] scripts = [];

    /// <summary>As of now; the array is never changed.</summary>
    public IReadOnlyList<Script> Scripts => Volatile.Read(ref scripts);

    /// <summary>Takes note of a script that has run.</summary>
    public void Meet(Script script)
    {
        var known = Volatile.Read(ref scripts);
        if (known.Length > 0 && known[0].Digest == script.Digest) return;
        lock (gate) Volatile.Write(ref scripts, [script, .. scripts.Where(s => s.Digest != script.Digest).Take(Most - 1)]);
    }

    /// <summary>Drops a script that no runner should meet before it must.</summary>
    public void Forget(string digest)
    {
        lock (gate) Volatile.Write(ref scripts, [.. scripts.Where(s => s.Digest != digest)]);
    }
}
