using System.Globalization;

namespace Marketplace.Views.Apps;

/// <summary>The addresses of one app's pages and of what they post to.</summary>
/// <param name="Pages">Root of the pages: <c>/apps/auto/tag-to-parameter</c>.</param>
/// <param name="Calls">Root of the endpoints of <see cref="ViewEndpoints"/>: <c>/run/auto/tag-to-parameter</c>.</param>
/// <param name="Scans">Root of the full-screen scan pages: <c>/scan/auto/tag-to-parameter</c>.</param>
public sealed record ViewPaths(string Pages, string Calls, string Scans)
{
    /// <summary>A view's page, of one record when an id is given.</summary>
    public string View(string name, string id = "") => id.Length == 0 ? $"{Pages}/{name}" : $"{Pages}/{name}?id={Uri.EscapeDataString(id)}";

    /// <summary>Where an action's form goes.</summary>
    public string Act(string view, int action) => string.Create(CultureInfo.InvariantCulture, $"{Calls}/act/{view}/{action}");

    /// <summary>Where a form view goes.</summary>
    public string Form(string view) => $"{Calls}/form/{view}";

    /// <summary>The rows of a table as CSV, under the same filters.</summary>
    public string Csv(string view, string query) => $"{Calls}/csv/{view}{query}";

    /// <summary>The same rows as a spreadsheet.</summary>
    public string Xlsx(string view, string query) => $"{Calls}/xlsx/{view}{query}";

    /// <summary>The full-screen scan page.</summary>
    public string Scan(string view) => $"{Scans}/{view}";
}
