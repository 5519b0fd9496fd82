using Marketplace.Domain;
using Marketplace.Storage.Documents;
using Marketplace.Storage.Reading;

namespace Marketplace.Storage.Checks;

/// <summary>Stored documents are of a kind and version that this program reads, and lie under the key they tell.</summary>
internal sealed class DocumentRule(DocumentShapes shapes) : StoreRule
{
    public override string Name => "documents";

    public override string Promise => "every document has a known envelope and lies under its own key";

    public override async Task Look(Snapshot store, Findings findings, CancellationToken cancel)
    {
        await foreach (var row in store.Read("SELECT serviceid, graintypestring, grainidextensionstring, payloadbinary FROM orleansstorage ORDER BY 1, 2, 3", cancel))
        {
            findings.Look();
            var (service, type, key) = (row.Text(0), row.Text(1), row.Text(2));
            if (service != DocumentService.Of(store.Engine)) findings.Add($"{key}: it belongs to the service '{service}', which no silo of this engine reads");
            else if (!row.IsNothing(3) && Fault(type, key, row.Bytes(3)) is { } fault) findings.Add($"{key}: {fault}");
        }
    }

    private string? Fault(string type, string key, byte[] payload)
    {
        var name = type[(type.LastIndexOf('.') + 1)..];
        if (shapes.Named(name) is not { } shape) return $"no document is named '{name}'";
        try
        {
            var state = DocumentSerializer.Read(shape, payload);
            if (Keys.Parse(key).Kind != type[..^(name.Length + 1)]) return $"its key is not one of a {type}";
            return shape.Key?.Invoke(state) is { } told && told != key ? $"it says that it is {told}" : null;
        }
        catch (Exception broken) when (broken is InvalidDataException or System.Text.Json.JsonException or ArgumentException)
        {
            return broken.Message;
        }
    }
}
