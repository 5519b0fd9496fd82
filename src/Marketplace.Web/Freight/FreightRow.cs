using System.Globalization;
using System.Text.Json;
using Marketplace.Contracts.Resources;

namespace Marketplace.Web.Freight;

/// <summary>A thing of shared freight as a page reads it. What the firm may not see is not in it and reads as empty.</summary>
internal sealed class FreightRow(ResourceView view)
{
    private readonly JsonElement body = JsonElement.Parse(view.Body);

    public string Id => view.Id;

    public string State => view.State;

    public DateTimeOffset? Due => view.Due;

    public string Path => $"{view.Collection}/{view.Id}";

    public bool IsMine(string word) => view.Mine.Contains(word);

    public bool Can(string command) => view.Can.Contains(command);

    /// <summary>A text at a path of names and numbers, as <c>pickup.place.division</c>; empty when there is none.</summary>
    public string Text(string path) => At(path) is { ValueKind: JsonValueKind.String } found ? found.GetString()! : "";

    public long Number(string path) => At(path) is { ValueKind: JsonValueKind.Number } found && found.TryGetInt64(out var number) ? number : 0;

    public bool Flag(string path) => At(path) is { ValueKind: JsonValueKind.True };

    public DateTimeOffset Time(string path) => DateTimeOffset.TryParse(Text(path), CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : default;

    /// <summary>How many there are in a list.</summary>
    public int Count(string path) => At(path) is { ValueKind: JsonValueKind.Array } list ? list.GetArrayLength() : 0;

    private JsonElement? At(string path)
    {
        var here = body;
        foreach (var name in path.Split('.'))
        {
            if (here.ValueKind == JsonValueKind.Array && int.TryParse(name, CultureInfo.InvariantCulture, out var at) && at < here.GetArrayLength()) here = here[at];
            else if (here.ValueKind != JsonValueKind.Object || !here.TryGetProperty(name, out here)) return null;
        }
        return here;
    }
}
