using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Scripts;

/// <summary>The prepared apps in use, by release digest, least recently used out first when the byte budget is passed. The digest is
/// trusted: two scripts under one digest are one script.</summary>
internal sealed class PreparedApps(long budgetBytes, Func<Script, Task<PreparedApp>> make)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _byDigest = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _recent = new();
    private long _bytes;

    /// <summary>The app behind a script, made for the first caller while others wait.</summary>
    public async ValueTask<PreparedApp> Get(Script script)
    {
        var entry = Find(script);
        try
        {
            var app = await entry.App.Value;
            if (!entry.Charged) Charge(entry, app.Bytes);
            return app;
        }
        catch
        {
            Forget(entry);
            throw;
        }
    }

    private Entry Find(Script script)
    {
        lock (_gate)
        {
            if (_byDigest.TryGetValue(script.Digest, out var node))
            {
                Touch(node);
                return node.Value;
            }
            var entry = new Entry(script.Digest, new Lazy<Task<PreparedApp>>(() => make(script)));
            _byDigest[script.Digest] = _recent.AddFirst(entry);
            return entry;
        }
    }

    private void Touch(LinkedListNode<Entry> node)
    {
        if (_recent.First == node) return;
        _recent.Remove(node);
        _recent.AddFirst(node);
    }

    private void Charge(Entry entry, long bytes)
    {
        lock (_gate)
        {
            if (entry.Charged) return;
            entry.Charged = true;
            _bytes += entry.Bytes = bytes;
            while (_bytes > budgetBytes && _recent.Last is { } last && last.Value != entry) Remove(last);
        }
    }

    /// <summary>What could not be made is tried again by the next call.</summary>
    private void Forget(Entry entry)
    {
        lock (_gate)
            if (_byDigest.TryGetValue(entry.Digest, out var node) && node.Value == entry) Remove(node);
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _bytes -= node.Value.Bytes;
        _recent.Remove(node);
        _byDigest.Remove(node.Value.Digest);
    }

    private sealed class Entry(string digest, Lazy<Task<PreparedApp>> app)
    {
        public string Digest { get; } = digest;
        public Lazy<Task<PreparedApp>> App { get; } = app;
        public bool Charged { get; set; }
        public long Bytes { get; set; }
    }
}
