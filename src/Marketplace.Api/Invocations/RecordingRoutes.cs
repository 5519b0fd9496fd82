using System.Text.Json;
using Marketplace.Api.Files;
using Marketplace.Api.Http;
using Marketplace.Contracts.Invocations;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Invocations.Recordings;

namespace Marketplace.Api.Invocations;

/// <summary>The recording of one call: to take away, and to run again where it lives.</summary>
internal static class RecordingRoutes
{
    public static async Task Get(Exchange x)
    {
        var redact = x.Flag("redact");
        var read = Unfit(x) is { } unfit ? unfit
            : redact is null ? Commands.Invalid("?redact", "boolean", "true or false")
            : await Recordings(x).Get(x.Caller, x.Route("id"), redact.Value);
        if (read.Refusal is { } no)
        {
            await Problems.Write(x.Http, x.Caller.Culture, no);
            return;
        }
        var json = read.Must().Value;
        Downloads.Begin(x, "application/json", $"{x.Route("id")}.recording.json");
        x.Http.Response.ContentLength = json.Length;
        if (!Microsoft.AspNetCore.Http.HttpMethods.IsHead(x.Http.Request.Method)) await x.Http.Response.Body.WriteAsync(json, x.Cancel);
    }

    public static async Task<Answer<ReplayBody>> Replay(Exchange x)
    {
        if (Unfit(x) is { } unfit) return unfit;
        var report = await Recordings(x).Replay(x.Caller, x.Route("id"), x.Query("version"));
        return report.Refusal is { } no ? no : ReplayBody.Of(report.Must());
    }

    /// <summary>A publisher would need the firm's approval, which nobody can give here yet: the same for every id, so that none is told apart.</summary>
    private static Refusal? Unfit(Exchange x) =>
        x.Caller.Tenant.Length == 0 && x.Caller.Is(Roles.Isv) ? Refusal.Of(Codes.RecordingApproval) : x.FirmNeeded;

    private static IRecordingsGrain Recordings(Exchange x) => x.Grains.GetGrain<IRecordingsGrain>(Keys.Recordings(x.Caller.Tenant));
}

/// <summary>What a replay found.</summary>
internal sealed record ReplayBody
{
    public required string Invocation { get; init; }
    public required string App { get; init; }
    public required string Function { get; init; }
    public required string RecordedVersion { get; init; }
    public required string Version { get; init; }
    public required string Verdict { get; init; }
    public required bool Exact { get; init; }
    public required ReplayEndBody Recorded { get; init; }
    public required ReplayEndBody? Replayed { get; init; }
    public required IReadOnlyList<ReplayDifference> Differences { get; init; }
    public required IReadOnlyList<ReplayQuestion> NotHeld { get; init; }
    public required int Served { get; init; }
    public required int OnOtherEffects { get; init; }

    public static ReplayBody Of(ReplayReport report) => new()
    {
        Invocation = report.Invocation, App = report.App, Function = report.Function, RecordedVersion = report.RecordedVersion, Version = report.Version,
        Verdict = report.Verdict, Exact = report.Exact, Recorded = ReplayEndBody.Of(report.Recorded), Replayed = report.Replayed is { } end ? ReplayEndBody.Of(end) : null,
        Differences = report.Differences, NotHeld = report.NotHeld, Served = report.Served, OnOtherEffects = report.OnOtherEffects,
    };
}

/// <summary>One of the two ends.</summary>
internal sealed record ReplayEndBody
{
    public required string Outcome { get; init; }
    public required string Code { get; init; }
    public required JsonElement? Result { get; init; }
    public required string EffectsDigest { get; init; }
    public required CostBody Cost { get; init; }
    public required Meter Meter { get; init; }
    public required IReadOnlyList<string> Logs { get; init; }

    public static ReplayEndBody Of(ReplayEnd end) => new()
    {
        Outcome = end.Outcome, Code = end.Refusal?.Code ?? "", Result = end.Result.Length == 0 ? null : JsonElement.Parse(end.Result),
        EffectsDigest = end.EffectsDigest, Meter = end.Meter, Logs = end.Logs,
        Cost = new CostBody { Total = end.Cost.Total, Platform = end.Cost.Platform, Publisher = end.Cost.Publisher, Resources = end.Cost.Resources },
    };
}
