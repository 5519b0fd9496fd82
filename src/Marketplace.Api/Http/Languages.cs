using Microsoft.Net.Http.Headers;

namespace Marketplace.Api.Http;

/// <summary>Picks one of the two languages from Accept-Language; Chinese when nothing else is asked for.</summary>
internal static class Languages
{
    public const string Chinese = "zh-CN";
    public const string English = "en";

    public static string Of(string? header)
    {
        if (string.IsNullOrEmpty(header)) return Chinese;
        if (!header.Contains(',')) return Known(header) ?? Chinese;
        return StringWithQualityHeaderValue.TryParseList([header], out var wanted)
            ? wanted.OrderByDescending(w => w.Quality ?? 1).Select(w => Known(w.Value.ToString())).FirstOrDefault(w => w is not null) ?? Chinese
            : Chinese;
    }

    private static string? Known(string tag) =>
        tag.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? English
        : tag.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Chinese
        : null;
}
