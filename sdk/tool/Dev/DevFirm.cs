using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Jobs;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Metering;
using Marketplace.Domain.Publishing;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Specs;
using Marketplace.Tool.Apps;
using Marketplace.Tool.Terminal;
using Marketplace.Views.Apps;

namespace Marketplace.Tool.Dev;

/// <summary>The one firm of <c>mkt dev</c>: the app as it stands in the folder, its records in memory, the log of its calls. One caller at
/// a time. What a call wants done later is done later: jobs, what its records and events trigger in this app, and an honest machine that reads
/// back what it was sent.</summary>
internal sealed class DevFirm(TimeProvider time, Talk talk) : IDisposable
{
    private const int LogLength = 500;
    private static readonly Persona Host = new("system", [Roles.System]);
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Kernel _kernel = new();
    private readonly CancellationTokenSource _end = new();
    private readonly List<JsonElement> _log = [];
    private string _entities = "";
    private long _readings;
    private MemoryFirm? _firm;

    /// <summary>The app, or null while the folder holds none.</summary>
    public Package? Package { get; private set; }

    /// <summary>What stands in the way.</summary>
    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    /// <summary>Looks at the folder again. Records stay as long as the entities do.</summary>
    public async Task Load(string folder)
    {
        var seen = Examination.Of(folder);
        await _gate.WaitAsync();
        try
        {
            (Package, Findings) = (seen.Runs ? seen.Package : null, seen.Findings);
            if (Package is null || (_firm is not null && _entities == Entities(Package))) return;
            var firm = SampleFirm.Make(Package, time.GetUtcNow());
            if (firm.Refusal is { } no) (Package, Findings) = (null, [.. Findings, SampleFirm.Fault(no)]);
            (_firm, _entities) = (firm.Value, Package is null ? "" : Entities(Package));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Reads the records, alone.</summary>
    public async Task<T> Read<T>(Func<MemoryFirm, Package, Task<T>> read, T otherwise)
    {
        await _gate.WaitAsync();
        try
        {
            return _firm is { } firm && Package is { } package ? await read(firm, package) : otherwise;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The last calls of a function, newest first.</summary>
    public IReadOnlyList<JsonElement> Log(string function, int limit)
    {
        lock (_log) return [.. Enumerable.Reverse(_log).Where(l => l.GetProperty("function").GetString() == function).Take(limit)];
    }

    /// <summary>Calls a function for a person.</summary>
    public Task<Answer<ViewCall>> Call(string function, byte[] input, Persona who, string secondSigner) => Call(function, input, (who, secondSigner), 1);

    private Task<Answer<ViewCall>> Call(string function, byte[] input, (Persona Who, string SecondSigner) by, int depth) => Read<Answer<ViewCall>>(async (firm, package) =>
    {
        var (now, (who, secondSigner)) = (time.GetUtcNow(), by);
        var (outcome, invocation) = await new FunctionCaller(package, firm, _kernel).Call(function, input, who, (now, secondSigner), _end.Token);
        var cost = Tariff.Price(outcome.Meter);
        Note(function, input, who, (now, outcome, invocation, cost.Total));
        if (outcome.Verdict == Verdict.Completed) Follow(package, outcome.Effects, invocation, depth);
        if (outcome.Verdict == Verdict.Completed && outcome.Effects.Count > 0)
            foreach (var fired in RecordTriggers.Of(package.Manifest, firm.Changes)) Then(fired.Function, fired.Input, Causes.Record, depth);
        return new ViewCall(outcome.Verdict == Verdict.Completed ? JsonElement.Parse(outcome.Result) : default, outcome.Refusal, invocation, cost);
    }, Refusal.Of(Codes.Unavailable));

    public void Dispose()
    {
        _end.Cancel();
        _kernel.Dispose();
        _gate.Dispose();
        _end.Dispose();
    }

    private void Note(string function, byte[] input, Persona who, (DateTimeOffset Now, Outcome Outcome, string Invocation, long Cost) end)
    {
        var completed = end.Outcome.Verdict == Verdict.Completed;
        var line = JsonSerializer.SerializeToElement(new JsonObject
        {
            ["function"] = function, ["at"] = Text(end.Now), ["actor"] = who.Id, ["actorName"] = who.Id,
            ["outcome"] = completed ? "completed" : end.Outcome.Verdict == Verdict.Refused ? "refused" : "failed", ["code"] = end.Outcome.Refusal?.Code ?? "",
            ["input"] = JsonNode.Parse(input), ["result"] = completed ? JsonNode.Parse(end.Outcome.Result) : null, ["cost"] = end.Cost, ["invocation"] = end.Invocation,
        });
        lock (_log)
        {
            _log.Add(line);
            if (_log.Count > LogLength) _log.RemoveAt(0);
        }
        var ms = end.Outcome.Meter.CpuNs / 1e6;
        var verdict = string.Join(' ', new[] { end.Outcome.Verdict.ToString().ToLowerInvariant(), end.Outcome.Refusal?.Code }.Where(w => w is not null));
        talk.Say(string.Create(CultureInfo.InvariantCulture, $"{end.Now:HH:mm:ss} {function} {verdict}, {ms:F1} ms, {end.Outcome.Meter.Statements} statements, {end.Cost} micro-yuan"));
        if (end.Outcome.Refusal is { } why && why.Facts.TryGetValue("message", out var message)) talk.Say($"         {why.Facts.GetValueOrDefault("at")} {message}", "red");
        foreach (var log in end.Outcome.Logs) talk.Say($"         {log.Level} {log.Text}");
    }

    private void Follow(Package package, IReadOnlyList<Effect> effects, string invocation, int depth)
    {
        foreach (var effect in effects)
        {
            if (effect is Effect.JobStart job) _ = Later(TimeSpan.FromMilliseconds(job.DelayMs), job.Function, job.Input, depth);
            if (effect is Effect.Emit emit)
                foreach (var function in EventRules.Hearing(package.Manifest, [], EventRules.TypeOf(package.Manifest.Id, emit.Type)))
                    Then(function, Event(package.Manifest.Id, emit, invocation), Causes.Event, depth);
            if (effect is Effect.Act act) Act(package, act, depth);
            if (effect is Effect.DeviceSend sent)
                foreach (var trigger in package.Manifest.Triggers.Where(t => t.Kind == "device"))
                    _ = Later(TimeSpan.FromMilliseconds(300), trigger.Function, Reading(sent, trigger.Series), 1);
        }
    }

    /// <summary>A command on a shared thing, by the platform's own rules; what came of it is told as the platform tells it.</summary>
    private void Act(Package package, Effect.Act act, int depth)
    {
        var done = _firm!.Shared.Do(act, package.Manifest.Id, time.GetUtcNow());
        talk.Say($"         {act.Service} {act.Command} {act.Collection}/{act.On}: {done.Refusal?.Code ?? done.Must().State}");
        var type = SharedAsks.Answered(act.Service, act.Collection);
        var told = new JsonObject { ["specversion"] = "1.0", ["id"] = act.Id, ["type"] = type, ["source"] = $"/brains/dev/{act.Service}", ["time"] = Text(time.GetUtcNow()), ["data"] = SharedBooks.Told(act, done) };
        foreach (var function in EventRules.Hearing(package.Manifest, [EventRules.Needs(package.Manifest.Id, type)], type)) Then(function, told.ToJsonString(), Causes.Event, depth);
    }

    /// <summary>What a call triggers, as far as calls may lead to calls on the platform.</summary>
    private void Then(string function, string input, string cause, int depth)
    {
        if (depth < ChainRules.Deepest) _ = Later(TimeSpan.Zero, function, input, depth + 1, cause);
        else talk.Say($"         {function} is not called any more: call.cycle", "red");
    }

    private string Event(string app, Effect.Emit emit, string invocation) => new JsonObject
    {
        ["specversion"] = "1.0", ["id"] = emit.Id, ["type"] = EventRules.TypeOf(app, emit.Type), ["source"] = $"/tenants/sample/installs/{app}", ["time"] = Text(time.GetUtcNow()),
        ["datacontenttype"] = "application/json", ["tenantid"] = "sample", ["installid"] = "sample", ["invocationid"] = invocation, ["data"] = JsonNode.Parse(emit.Data),
    }.ToJsonString();

    private async Task Later(TimeSpan delay, string function, string input, int depth, string cause = "")
    {
        try
        {
            await Task.Delay(delay, time, _end.Token);
            await Call(function, Encoding.UTF8.GetBytes(input), (cause.Length == 0 ? Host : Host with { Id = Causes.Actor(cause) }, ""), depth);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            talk.Say($"{function} was still to come when mkt dev ended");
        }
    }

    private string Reading(Effect.DeviceSend sent, string series)
    {
        var value = JsonNode.Parse(sent.Payload);
        if (value is JsonObject body && body["setpoints"] is { } setpoints)
        {
            body.Remove("setpoints");
            body["readback"] = setpoints.DeepClone();
        }
        return new JsonObject
        {
            ["device"] = sent.Device, ["series"] = series, ["seq"] = Interlocked.Increment(ref _readings), ["at"] = Text(time.GetUtcNow()), ["value"] = value,
        }.ToJsonString();
    }

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Entities(Package package)
    {
        using var document = JsonDocument.Parse(package.Entries[PackagePaths.Manifest]);
        var seeds = string.Concat(package.Entries.Where(e => e.Key.StartsWith("seed/", StringComparison.Ordinal)).Select(e => Encoding.UTF8.GetString(e.Value)));
        return (document.RootElement.TryGetProperty("entities", out var entities) ? entities.GetRawText() : "") + seeds;
    }
}
