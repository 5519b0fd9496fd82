using Ganss.Xss;
using Markdig;

namespace Marketplace.Web.Shop;

/// <summary>A listing page's Markdown as HTML that can do nothing: no scripts, no styles, no pictures from elsewhere, and links
/// that say nothing of where they were followed.</summary>
internal static class ReadmeHtml
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();
    private static readonly string[] Tags =
        ["p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "a", "br", "hr"];

    /// <summary>The part in the reader's language: Chinese stands before the first rule (---), English after it. The first heading
    /// is the app's name, which the page says already.</summary>
    public static string Of(string markdown, string culture)
    {
        var parts = markdown.ReplaceLineEndings("\n").Split("\n---\n", 2);
        markdown = parts.Length == 2 && culture == "en" ? parts[1] : parts[0];
        markdown = string.Join('\n', markdown.Split('\n').SkipWhile(static line => line.Length == 0 || line.StartsWith("# ", StringComparison.Ordinal)));
        if (markdown.Length == 0) return "";
        var sanitizer = new HtmlSanitizer();
        sanitizer.AllowedTags.Clear();
        sanitizer.AllowedTags.UnionWith(Tags);
        sanitizer.AllowedAttributes.Clear();
        sanitizer.AllowedAttributes.Add("href");
        sanitizer.AllowedSchemes.Clear();
        sanitizer.AllowedSchemes.Add("https");
        sanitizer.AllowedCssProperties.Clear();
        sanitizer.PostProcessNode += static (_, e) => (e.Node as AngleSharp.Dom.IElement)?.SetAttribute("rel", "noreferrer nofollow");
        return sanitizer.Sanitize(Markdown.ToHtml(markdown, Pipeline).Replace("<h1", "<h2", StringComparison.Ordinal).Replace("</h1", "</h2", StringComparison.Ordinal));
    }
}
