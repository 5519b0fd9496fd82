using Microsoft.AspNetCore.Http;

namespace Marketplace.Api.Admission;

/// <summary>Kinds of work that have places of their own, so that too much of one leaves the others theirs.</summary>
internal enum WorkKind
{
    /// <summary>Health, metrics and the kit's files: never turned away. They cost no more than a refusal does.</summary>
    Free,

    /// <summary>Calls of an app's functions.</summary>
    Call,

    /// <summary>Commands and records by hand.</summary>
    Write,

    /// <summary>What only reads.</summary>
    Read,

    /// <summary>Pages and their forms.</summary>
    Page,

    /// <summary>Packages, files and tables, and whatever else has a body that is large or slow to come.</summary>
    Bulk,

    /// <summary>What devices say over MQTT.</summary>
    Device,
}

/// <summary>Tells a request's kind from its first line alone: before routing, before the caller is known, before a byte of its body.</summary>
internal static class WorkKinds
{
    private const StringComparison AsRouted = StringComparison.OrdinalIgnoreCase;

    /// <summary>The kind of a request. What is not known here is a page, never free.</summary>
    public static WorkKind Of(string method, string path)
    {
        var reads = HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
        if (path.StartsWith("/api/", AsRouted)) return reads ? WorkKind.Read : Change(path);
        if (!reads && path.StartsWith("/hooks/", AsRouted)) return WorkKind.Write;
        if (reads) return IsFree(path) ? WorkKind.Free : WorkKind.Page;
        return path.StartsWith("/run/", AsRouted) && path.Contains("/call/", AsRouted) ? WorkKind.Call : WorkKind.Page;
    }

    private static WorkKind Change(string path) =>
        path.Contains("/functions/", AsRouted) || path.EndsWith("/replay", AsRouted) ? WorkKind.Call
        : IsBulk(path.TrimEnd('/')) ? WorkKind.Bulk
        : WorkKind.Write;

    private static bool IsBulk(string path) =>
        path.EndsWith("/releases", AsRouted) || path.EndsWith("/files", AsRouted) || path.EndsWith("/imports", AsRouted);

    private static bool IsFree(string path) =>
        path.Equals("/metrics", AsRouted) || path.StartsWith("/health/", AsRouted) || path.StartsWith("/kit/", AsRouted);
}
