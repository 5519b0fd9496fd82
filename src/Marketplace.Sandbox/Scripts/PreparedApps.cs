using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Scripts;

/// <summary>The prepared apps in use, by release digest, least recently used out first when the byte budget is passed. The digest is
/// trusted: two scripts under one digest are one script.</summary>
internal sealed class PreparedApps(long budgetBytes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _byDigest = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _recent = new();
    private long _bytes;

    /// <summary>The app behind a script, parsed by the first caller while others wait.</summary>
    public PreparedApp Get(Script script)
    {
        var entry = Find(script);
        var app = entry.App.Value;
        Charge(entry, app.Bytes);
        return app;
    }

    /// <summary>The app behind a digest that was seen before, or null.</summary>
    public PreparedApp? Get(string digest)
    {
        lock (_gate)
        {
            if (!_byDigest.TryGetValue(digest, out var node)) return null;
            Touch(node);
            return node.Value.App.Value;
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
            var entry = new Entry(script.Digest, new Lazy<PreparedApp>(() => PreparedApp.Of(script)));
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
        if (entry.Charged) return;
        lock (_gate)
        {
            if (entry.Charged) return;
            entry.Charged = true;
            _bytes += entry.Bytes = bytes;
            while (_bytes > budgetBytes && _recent.Last is { } last && last.Value != entry)
            {
                _bytes -= last.Value.Bytes;
                _recent.RemoveLast();
                _byDigest.Remove(last.Value.Digest);
            }
        }
    }

    private sealed class Entry(string digest, Lazy<PreparedApp> app)
    {
        public string Digest { get; } = digest;
        public Lazy<PreparedApp> App { get; } = app;
        public bool Charged { get; set; }
        public long Bytes { get; set; }
    }
}
