namespace Marketplace.Domain.Installs;

/// <summary>One setting of an app as a form shows it: a property at the top of the manifest's settings schema.</summary>
/// <param name="Name">The member's name.</param>
/// <param name="Kind">The schema's type when it is one scalar (<c>string number integer boolean</c>), else <c>json</c>.</param>
/// <param name="Title">The schema's title, a locale key or plain words; empty for none.</param>
/// <param name="Description">The same for its description.</param>
/// <param name="IsRequired">The schema asks for it.</param>
/// <param name="IsSecret">It is a secret: given by its own command, never shown again.</param>
public sealed record SettingField(string Name, string Kind, string Title, string Description, bool IsRequired, bool IsSecret)
{
    /// <summary>The values to choose from, as text; empty when any will do.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The schema's bounds in words a form can carry: <c>minimum maximum minLength maxLength pattern default</c>, those that there are.</summary>
    public IReadOnlyDictionary<string, string> Bounds { get; init; } = new Dictionary<string, string>();
}
