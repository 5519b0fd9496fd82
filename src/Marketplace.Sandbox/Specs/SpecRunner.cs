using System.Globalization;
using System.Text;
using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Publishing;
using Marketplace.Domain.Schemas;

namespace Marketplace.Sandbox.Specs;

/// <summary>Runs a package's specs: given these records and this call, that result, those effects, at most that bill. The kernel is the
/// production one; the firm is in memory.</summary>
public static class SpecRunner
{
    /// <summary>Every spec of <c>specs/*.spec.json</c>, in order of path; a file holds one or a list of them. A file that cannot be read fails
    /// with a sentence.</summary>
    public static async Task<IReadOnlyList<SpecResult>> Run(Package package, ICallRunner runner, CancellationToken cancel)
    {
        var results = new List<SpecResult>();
        foreach (var path in package.Entries.Keys.Where(IsSpec).Order(StringComparer.Ordinal))
            results.AddRange(await RunFile(package, path, runner, cancel));
        return results;
    }

    private static bool IsSpec(string path) =>
        path.StartsWith("specs/", StringComparison.Ordinal) && path.EndsWith(".spec.json", StringComparison.Ordinal);

    private static async Task<IReadOnlyList<SpecResult>> RunFile(Package package, string path, ICallRunner runner, CancellationToken cancel)
    {
        if (SpecShape.Fault(package.Entries[path]) is { } fault)
            return [new SpecResult { File = path, Name = path, Failures = [$"the file cannot be read as a spec: {fault}"] }];
        var root = JsonElement.Parse(package.Entries[path]);
        var results = new List<SpecResult>();
        foreach (var spec in root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : (IReadOnlyList<JsonElement>)[root])
            results.Add(await RunOne(package, path, spec, runner, cancel));
        return results;
    }

    private static async Task<SpecResult> RunOne(Package package, string path, JsonElement spec, ICallRunner runner, CancellationToken cancel)
    {
        try
        {
            var name = spec.TryGetProperty("name", out var said) ? said.GetString() ?? path : path;
            return await RunSteps(package, new SpecResult { File = path, Name = name }, spec, runner, cancel);
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new SpecResult { File = path, Name = path, Failures = [$"the file cannot be read as a spec: {wrong.Message}"] };
        }
    }

    private static async Task<SpecResult> RunSteps(
        Package package, SpecResult result, JsonElement spec, ICallRunner runner, CancellationToken cancel)
    {
        var (named, fault) = SpecRecords.Read(package.Entries);
        var setting = SpecSetting.Of(named.Given(spec.TryGetProperty("given", out var said) ? said : default), package.Manifest);
        var firm = new MemoryFirm(package.Manifest) { Now = setting.Now, Actor = setting.User, World = new SpecWorld(setting.Http, package.Manifest).Answer, Apps = new SpecApps(setting.Apps).Answer };
        var failures = fault is null ? new List<string>([.. setting.Fill(firm, named), .. setting.Share(firm)]) : [fault];
        var meters = new List<Meter>();
        var steps = spec.TryGetProperty("steps", out var many) ? [.. many.EnumerateArray()] : (IReadOnlyList<JsonElement>)[spec];
        for (var i = 0; i < steps.Count && failures.Count == 0; i++)
        {
            var at = steps.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"steps/{i}: ");
            var step = steps[i].TryGetProperty("given", out var own) && steps.Count > 1 ? setting.With(own) : setting;
            var outcome = await Call(package, steps[i].GetProperty("call"), step, i, (firm, runner), cancel);
            failures.AddRange(SpecExpectation.Failures(steps[i].GetProperty("expect"), outcome).Select(f => at + f));
            if (outcome.Verdict == Verdict.Completed)
            {
                firm.Apply(outcome.Effects);
                foreach (var act in outcome.Effects.OfType<Effect.Act>()) firm.Shared.Do(act, package.Manifest.Id, firm.Now);
            }
            meters.Add(outcome.Meter);
        }
        return result with { Failures = failures, Meters = meters };
    }

    private static async Task<Outcome> Call(
        Package package, JsonElement call, SpecSetting setting, int step, (MemoryFirm Firm, ICallRunner Runner) on, CancellationToken cancel)
    {
        var name = call.GetProperty("function").GetString()!;
        if (!package.Manifest.Functions.TryGetValue(name, out var function))
            return Refused(Refusal.Of(Codes.FunctionUnknown, ("function", name)));
        var input = call.TryGetProperty("input", out var given) ? given : JsonElement.Parse("null");
        if (Misfit(function.Input, input) is { } misfit) return Refused(misfit);
        (on.Firm.Now, on.Firm.Actor) = (setting.Now, setting.User);
        var made = setting.Call(package.Manifest, name, function, Encoding.UTF8.GetBytes(input.GetRawText()), step);
        var outcome = await SpecTries.Run(on.Runner, package.Script, made, on.Firm, cancel);
        if (outcome.Verdict != Verdict.Completed) return outcome;
        if (EffectRules.Check(package.Manifest, function, made.Grants, outcome.Effects, Budget.Default.Effects) is { } barred)
            return outcome with { Verdict = Verdict.Refused, Refusal = barred, Effects = [] };
        if (on.Firm.Check(outcome.Effects) is { } refused) return outcome with { Verdict = Verdict.Refused, Refusal = refused, Effects = [] };
        return Misfit(function.Output, JsonElement.Parse(outcome.Result)) is { } wrong
            ? outcome with { Verdict = Verdict.Threw, Refusal = Refusal.Of(Codes.AppThrew, ("message", $"the result does not fit the output schema at \"{wrong.Facts["pointer"]}\": {wrong.Facts["message"]}")) }
            : outcome;
    }

    private static Outcome Refused(Refusal refusal) => new() { Verdict = Verdict.Refused, Refusal = refusal };

    private static Refusal? Misfit(JsonElement schema, JsonElement value)
    {
        if (schema.ValueKind == JsonValueKind.Undefined) return null;
        var read = JsonSchema.Parse(schema);
        var error = read.Ok ? read.Must().Check(value).FirstOrDefault() : null;
        return error is null ? null : Refusal.Of(Codes.InputInvalid, ("pointer", error.Pointer), ("rule", error.Rule), ("message", error.Message));
    }
}
