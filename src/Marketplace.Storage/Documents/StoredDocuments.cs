using System.Runtime.CompilerServices;
using Marketplace.Storage.Reading;

namespace Marketplace.Storage.Documents;

/// <summary>A document as it lies in the store: the grain key and the state.</summary>
public sealed record StoredDocument(string Key, object State);

/// <summary>Documents read past the grains, for what goes over all of them.</summary>
public static class StoredDocuments
{
    /// <summary>Every document of this engine's silos, as they come.</summary>
    /// <exception cref="InvalidDataException">One cannot be read.</exception>
    public static async IAsyncEnumerable<StoredDocument> Read(Snapshot store, DocumentShapes shapes, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await foreach (var row in store.Read("SELECT graintypestring, grainidextensionstring, payloadbinary FROM orleansstorage WHERE serviceid = $1 AND payloadbinary IS NOT NULL",
            cancel, DocumentService.Of(store.Engine)))
        {
            var (type, key) = (row.Text(0), row.Text(1));
            var shape = shapes.Named(type[(type.LastIndexOf('.') + 1)..]) ?? throw new InvalidDataException($"No document is of the kind {type}.");
            yield return new StoredDocument(key, DocumentSerializer.Read(shape, row.Bytes(2)));
        }
    }
}
