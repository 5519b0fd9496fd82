using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.Domain.Records;
using Marketplace.Domain.Views;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Views.Apps;

/// <summary>Form fields (<c>v.name</c>) as crossing-form JSON. What does not read as its type goes through as text and is
/// refused by the schema with its pointer, which says more than this could.</summary>
internal static class FormInput
{
    public static void Add(JsonObject input, IReadOnlyList<InputField> fields, IFormCollection form, Entity? entity)
    {
        foreach (var field in fields)
        {
            var known = entity is not null && entity.Fields.TryGetValue(field.Name, out var found) ? found.Type.ToString().ToLowerInvariant() : "text";
            var type = field.Type.Length > 0 ? field.Type : known;
            var text = form[$"v.{field.Name}"].ToString();
            if (type == "boolean") input[field.Name] = text == "true";
            else if (text.Length > 0) input[field.Name] = Value(type, text);
        }
    }

    private static JsonNode Value(string type, string text) => type switch
    {
        "integer" or "duration" when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        "money" when decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var yuan) && Math.Abs(yuan) < 9_000_000_000m => (long)(yuan * 1_000_000m),
        _ => text,
    };
}
