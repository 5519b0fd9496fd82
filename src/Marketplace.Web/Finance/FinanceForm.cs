using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Web.Finance;

/// <summary>Turns a form into a command's input. A field is named <c>{kind}:{path}</c>: <c>s</c> a text, <c>n</c> a whole number, <c>y</c> yuan that become fen,
/// <c>p</c> percent that become millionths, <c>b</c> a tick, <c>l</c> texts with commas between. A path is members with dots, a number is a place in a
/// list: <c>n:lines.0.quantity</c>. An empty field is left out; what cannot be read goes on as a text, so that the command's schema refuses it with
/// its place.</summary>
internal static class FinanceForm
{
    private const int MostPlaces = 200;

    /// <summary>The input as JSON.</summary>
    public static string Input(IFormCollection form)
    {
        var input = new JsonObject();
        foreach (var (name, values) in form.Where(static one => one.Key.Length > 2 && one.Key[1] == ':').OrderBy(static one => one.Key, StringComparer.Ordinal))
            if (values.ToString().Trim() is { Length: > 0 } text) Put(input, name[2..].Split('.'), Value(name[0], text));
        return input.ToJsonString();
    }

    private static JsonNode? Value(char kind, string text) => kind switch
    {
        'n' when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        'y' => Scaled(text, 100),
        'p' => Scaled(text, 10_000),
        'b' => true,
        'l' => new JsonArray([.. text.Split([',', '，', '、', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(static one => (JsonNode)one)]),
        _ => text,
    };

    private static JsonNode? Scaled(string text, int by) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var value) && value < 1_000_000_000_000 && value * by == decimal.Truncate(value * by)
            ? (long)(value * by) : text;

    private static void Put(JsonObject into, ReadOnlySpan<string> path, JsonNode? value)
    {
        if (path.Length == 1) { into[path[0]] = value; return; }
        if (!int.TryParse(path[1], NumberStyles.None, CultureInfo.InvariantCulture, out var place) || place >= MostPlaces)
        {
            Put(into[path[0]] as JsonObject ?? Made(into, path[0]), path[1..], value);
            return;
        }
        var list = into[path[0]] as JsonArray ?? [];
        into[path[0]] ??= list;
        while (list.Count <= place) list.Add(path.Length == 2 ? null : new JsonObject());
        if (path.Length == 2) list[place] = value;
        else if (list[place] is JsonObject member) Put(member, path[2..], value);
    }

    private static JsonObject Made(JsonObject into, string name)
    {
        var made = new JsonObject();
        into[name] = made;
        return made;
    }
}
