using Marketplace.Domain;
using Orleans.Dashboard;

namespace Marketplace.Host.Composition;

/// <summary>Orleans' own dashboard, for operators: silos, grains, what their methods cost. It shows kinds and figures of the whole host and
/// nothing of a firm, so what would show a firm's things is closed: the state of a grain, and the log as it is written.</summary>
internal static class SiloBoard
{
    /// <summary>Where it is.</summary>
    public const string Path = "/operator/silo";

    /// <summary>Has the silo keep the dashboard's figures.</summary>
    public static ISiloBuilder AddSiloBoard(this ISiloBuilder silo) => silo.AddDashboard(static board => board.HideTrace = true);

    /// <summary>Maps it; to everybody who is no operator it is not there.</summary>
    public static void MapSiloBoard(this WebApplication app) =>
        app.MapOrleansDashboard(Path).ExcludeFromDescription().AddEndpointFilter(static async (context, next) =>
            context.HttpContext.User.IsInRole(Roles.Operator) && !IsClosed(context.HttpContext) && IsOfASilo(context.HttpContext) ? await next(context) : Results.NotFound());

    /// <summary>False where a silo is asked for by what is no silo's address: the dashboard itself would fall over it.</summary>
    private static bool IsOfASilo(HttpContext http)
    {
        var pattern = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        var asked = pattern.Contains("HistoricalStats", StringComparison.Ordinal) ? "path" : "address";
        return !pattern.Contains($"{{*{asked}}}", StringComparison.Ordinal) || SiloAddress.TryParse(http.GetRouteValue(asked) as string, null, out _);
    }

    private static bool IsClosed(HttpContext http) =>
        http.GetEndpoint() is not RouteEndpoint { RoutePattern.RawText: { } pattern }
        || pattern.EndsWith("/GrainState", StringComparison.Ordinal) || pattern.EndsWith("/Trace", StringComparison.Ordinal);
}
