using System.Globalization;
using System.Text.Json;
using Marketplace.Contracts.Resources;

namespace Marketplace.Web.Freight;

/// <summary>A thing of shared freight as a page reads it. What the firm may not see is not in it and reads as empty.</summary>
public sealed class FreightRow(ResourceView view)
{
    private readonly JsonElement body = JsonElement.Parse(view.Body);

    /// <summary>Its id.</summary>
    public string Id => view.Id;

    /// <summary>Its state.</summary>
    public string State => view.State;

    /// <summary>When the host does something by itself, or null.</summary>
    public DateTimeOffset? Due => view.Due;

    /// <summary>Collection and id, as forms name it.</summary>
    public string Path => $"{view.Collection}/{view.Id}";

    /// <summary>Whether the firm is in it by this word.</summary>
    public bool IsMine(string word) => view.Mine.Contains(word);

    /// <summary>Whether this person may try a command now.</summary>
    public bool Can(string command) => view.Can.Contains(command);

    /// <summary>A text at a path of names and numbers, as <c>pickup.place.division</c>; empty when there is none.</summary>
    public string Text(string path) => At(path) is { ValueKind: JsonValueKind.String } found ? found.GetString()! : "";

    /// <summary>A whole number at a path; 0 when there is none.</summary>
    public long Number(string path) => At(path) is { ValueKind: JsonValueKind.Number } found && found.TryGetInt64(out var number) ? number : 0;

    /// <summary>Whether it is true at a path.</summary>
    public bool Flag(string path) => At(path) is { ValueKind: JsonValueKind.True };

    /// <summary>A time at a path.</summary>
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
