using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Contracts.Installs;
using Marketplace.Domain.Installs;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Web.Manage;

/// <summary>A posted form of an app's settings as the JSON that the rules check. What is no number where one stands is left as the text it is, so that
/// the schema's own rule names the field.</summary>
internal static class SettingsForm
{
    /// <summary>How a setting's input is called.</summary>
    public static string Input(string name) => "set." + name;

    /// <summary>All settings: those of the form, and those that are set and that the form does not show. An empty input sets nothing.</summary>
    public static byte[] Read(SettingsFacts before, IFormCollection form)
    {
        using var schema = JsonDocument.Parse(before.Schema.Length > 0 ? before.Schema : "{}"u8.ToArray());
        var all = JsonNode.Parse(before.Settings) as JsonObject ?? [];
        foreach (var field in SettingsRules.Fields(schema.RootElement).Where(static field => !field.IsSecret))
        {
            all.Remove(field.Name);
            if (form[Input(field.Name)].ToString() is { Length: > 0 } text) all[field.Name] = Value(field, text.Trim());
        }
        return System.Text.Encoding.UTF8.GetBytes(all.ToJsonString());
    }

    /// <summary>What is set, as the form shows it.</summary>
    public static IReadOnlyDictionary<string, string> Shown(SettingsFacts facts)
    {
        using var settings = JsonDocument.Parse(facts.Settings);
        return settings.RootElement.EnumerateObject().ToDictionary(static one => one.Name, static one => SettingsRules.Plain(one.Value), StringComparer.Ordinal);
    }

    private static JsonNode? Value(SettingField field, string text)
    {
        if (field.Kind == "string") return JsonValue.Create(text);
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 });
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
