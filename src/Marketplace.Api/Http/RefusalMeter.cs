using System.Diagnostics.Metrics;

namespace Marketplace.Api.Http;

/// <summary>Refusals that HTTP callers were given, by code.</summary>
internal static class RefusalMeter
{
    /// <summary>The name under which the API's meters are collected.</summary>
    public const string Name = "Marketplace.Api";

    private static readonly Meter meter = new(Name);
    private static readonly Counter<long> refusals = meter.CreateCounter<long>("marketplace.http.refusals", "{answer}",
        "Answers that refused, by code; codes of apps count as 'app'.");

    /// <summary>One refusal; an app's own codes would make a series each, so they share one.</summary>
    public static void Count(string code, int status) =>
        refusals.Add(1, new("code", Domain.Codes.Status.ContainsKey(code) ? code : "app"), new("status", status));
}
