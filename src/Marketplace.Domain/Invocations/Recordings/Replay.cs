using System.Text.Json;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Metering;
using Marketplace.Domain.Publishing;
using Marketplace.Domain.Schemas;

namespace Marketplace.Domain.Invocations.Recordings;

/// <summary>Runs a recorded call again: on the very bytes that were recorded, or on another version of the app.</summary>
public static class Replay
{
    /// <summary>The report. <paramref name="otherwise"/> answers, from today's data, what the recording does not hold; without it such a
    /// question is told. <paramref name="price"/> is the publisher's on the other version, where that is another one.</summary>
    public static async Task<ReplayReport> Run(Recording recording, Package package, ICallRunner runner, IHostBroker? otherwise, CancellationToken cancel, CallPrice? price = null)
    {
        var (exact, version) = (package.Digest == recording.Head.Digest, package.Manifest.Version);
        if (!package.Manifest.Functions.TryGetValue(recording.Call.Function, out var function)) return ReplayRules.Gone(recording, version);
        var answers = new RecordedAnswers(recording, exact, exact ? null : otherwise);
        var outcome = !exact && Denied(function, recording.Call) is { } no
            ? new Outcome { Verdict = Verdict.Refused, Refusal = no }
            : await runner.Run(package.Script, exact ? recording.Call : Fitted(recording.Call, function, package.Manifest), answers, cancel);
        if (outcome.Verdict != Verdict.Completed) outcome = outcome with { Effects = [], Result = [] };
        return ReplayRules.Compare(recording, (version, exact, price ?? new(recording.Head.Price, recording.Head.IsForResult)), answers, outcome, Host(recording, package.Manifest, function, outcome));
    }

    /// <summary>The same call, as another version would be called: its handler, its limits.</summary>
    private static Call Fitted(Call call, FunctionSpec function, Manifest manifest) =>
        call with { Handler = function.Handler, ReadOnly = function.ReadOnly, Budget = Budget.Within(manifest.Runtime) };

    /// <summary>What the host would say to the effects. Whether the records of then would take them is known only of those that were
    /// proposed then.</summary>
    private static Refusal? Host(Recording recording, Manifest manifest, FunctionSpec function, Outcome outcome)
    {
        if (outcome.Verdict != Verdict.Completed) return null;
        if (RecordingJson.Digest(outcome.Effects) == recording.End.EffectsDigest) return recording.End.Host;
        return EffectRules.Check(manifest, function, recording.Call.Grants, outcome.Effects, recording.Call.Budget.Effects);
    }

    /// <summary>Why another version would not let the call in: whom it lets, whose signature it asks for, what it takes.</summary>
    private static Refusal? Denied(FunctionSpec function, Call call) =>
        !InstallRules.MayCall(function, call.Roles) ? Refusal.Of(Codes.RoleMissing, ("role", string.Join(", ", function.Roles)))
        : function.SecondSigners.Count > 0 && call.SecondSigner.Length == 0 ? Refusal.Of(Codes.SignatureMissing, ("roles", string.Join(", ", function.SecondSigners)))
        : Misfit(function, call.Input);

    private static Refusal? Misfit(FunctionSpec function, byte[] input)
    {
        if (function.Input.ValueKind == JsonValueKind.Undefined || JsonSchema.Parse(function.Input) is not { Ok: true } schema) return null;
        using var given = JsonDocument.Parse(input, new JsonDocumentOptions { MaxDepth = 64 });
        var error = schema.Must().Check(given.RootElement).FirstOrDefault();
        return error is null ? null : Refusal.Of(Codes.InputInvalid, ("pointer", error.Pointer), ("rule", error.Message));
    }
}
