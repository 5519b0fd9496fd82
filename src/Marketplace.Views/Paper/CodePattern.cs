using System.Text.Json;
using System.Text.RegularExpressions;
using Marketplace.Views.Apps;

namespace Marketplace.Views.Paper;

/// <summary>The text of a code, made of fields: <c>(00){sscc}(10){lot}</c>.</summary>
internal static partial class CodePattern
{
    /// <summary>The pattern with the row's values in its holes; a field without a value leaves nothing.</summary>
    public static string Filled(string pattern, JsonElement row) => Hole().Replace(pattern, m => Row.Text(row, m.Groups[1].Value));

    [GeneratedRegex(@"\{([^{}]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Hole();
}
