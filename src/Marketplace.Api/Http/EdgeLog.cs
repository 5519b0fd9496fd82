using Microsoft.Extensions.Logging;

namespace Marketplace.Api.Http;

/// <summary>What the edge says; ids and codes, never values.</summary>
internal static partial class EdgeLog
{
    [LoggerMessage(3001, LogLevel.Error, "A request to {Route} failed.")]
    public static partial void Failed(this ILogger log, string route, Exception fault);

    [LoggerMessage(3002, LogLevel.Warning, "A request to {Route} could not be answered in time or found no silo.")]
    public static partial void Unanswered(this ILogger log, string route, Exception fault);

    [LoggerMessage(3003, LogLevel.Debug, "The client of {Route} went away.")]
    public static partial void Gone(this ILogger log, string route);
}
