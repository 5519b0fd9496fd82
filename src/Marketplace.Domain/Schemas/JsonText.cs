using System.Text.Json;

namespace Marketplace.Domain.Schemas;

/// <summary>Text of JSON values that may be no text at all: JSON can spell half of a surrogate pair, a .NET string reader refuses it.</summary>
internal static class JsonText
{
    /// <summary>The text of a string value; false when it is no valid Unicode.</summary>
    public static bool TryRead(JsonElement value, out string text)
    {
        try
        {
            text = value.GetString() ?? "";
            return true;
        }
        catch (InvalidOperationException)
        {
            // The only way the platform tells a lone surrogate or broken UTF-8.
            text = "";
            return false;
        }
    }

    /// <summary>The name of a member; false when it is no valid Unicode.</summary>
    public static bool TryRead(JsonProperty member, out string name)
    {
        try
        {
            name = member.Name;
            return true;
        }
        catch (InvalidOperationException)
        {
            name = "";
            return false;
        }
    }

    /// <summary>Equal as JSON values; text that is no Unicode equals nothing.</summary>
    public static bool Same(JsonElement left, JsonElement right)
    {
        try
        {
            return JsonElement.DeepEquals(left, right);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
