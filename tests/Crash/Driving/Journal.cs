using System.Text.Json;

namespace Marketplace.Tests.Crash.Driving;

/// <summary>What is about to be asked, on disk before it is sent.</summary>
internal sealed record Intent(string Key, string Kind, string Token, string Path, string Body);

/// <summary>What came back, on disk before anything is made of it.</summary>
internal sealed record Ack(string Key, int Status, string Text);

/// <summary>The driver's own memory: each line is flushed to the disk before the next step.</summary>
internal sealed class Journal(string path) : IDisposable
{
    private readonly Lock writing = new();
    private readonly FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
    private readonly List<Intent> intents = [];
    private readonly Dictionary<string, Ack> acks = new(StringComparer.Ordinal);

    /// <summary>Everything so far.</summary>
    public History Read()
    {
        lock (writing) return new History([.. intents], new Dictionary<string, Ack>(acks, StringComparer.Ordinal));
    }

    public void Note(Intent intent)
    {
        lock (writing)
        {
            Append(intent);
            intents.Add(intent);
        }
    }

    public void Note(Ack ack)
    {
        lock (writing)
        {
            Append(ack);
            acks[ack.Key] = ack;
        }
    }

    public void Dispose() => file.Dispose();

    private void Append(object line)
    {
        file.Write(JsonSerializer.SerializeToUtf8Bytes(line));
        file.WriteByte((byte)'\n');
        file.Flush(flushToDisk: true);
    }
}

/// <summary>Intents in the order of their sending, and the acknowledgements that came.</summary>
internal sealed record History(IReadOnlyList<Intent> Intents, IReadOnlyDictionary<string, Ack> Acks);
