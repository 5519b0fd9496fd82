using System.Diagnostics;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;
using Jint.Runtime;
using Marketplace.Domain;
using Marketplace.Domain.Insight;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Resources;
using Marketplace.Sandbox.Budgets;
using Marketplace.Sandbox.Capabilities;
using Marketplace.Sandbox.Crossing;
using Marketplace.Sandbox.Engines;
using Marketplace.Sandbox.Scripts;

namespace Marketplace.Sandbox.Calls;

/// <summary>One call on its fresh engine. It runs in turns: from the start, or from the answers to its questions, until it ends or
/// waits for the host. Between turns it holds no thread.</summary>
internal sealed class CallRun(PreparedApp app, Call call, Allowance allowance)
{
    private const long LostCore = 8_000_000;
    private readonly CallMeter _meter = new(call.Budget);
    private readonly CpuLimit _cpu = new(call.Budget.CpuMs * allowance.CpuFactor);
    private readonly HostAsks _asks = new(call);
    private JsValue? _settled;
    private bool _threw;
    private long _bytesIn = call.Input.Length;
    private long _bytesOut;
    private long _effectBytes;
    private long _helperRows;

    public Engine Engine { get; private set; } = null!;
    public Call Call => call;
    public PreparedApp App => app;
    public SeededRandom Random { get; } = new(call.Seed);
    public List<Effect> Effects { get; } = [];
    public List<LogLine> Logs { get; } = [];
    public HostErrors Errors { get; } = new();

    /// <summary>A match was stopped by the wall clock while its thread did not have a core.</summary>
    public bool LostItsCore { get; private set; }

    /// <summary>Wall time spent waiting for the host; the loop that waits adds to it.</summary>
    public long ParkedMs { get; set; }

    /// <summary>The first turn. Questions to answer, or none when the call has ended.</summary>
    public Turn Start() => Take(() =>
    {
        if (JsonBounds.Check(call.Input) is { } wrong) return Turn.End(Outcomes.Refused(wrong));
        Engine = Make();
        var then = (Function)Lockdown.Prototype(Engine.Global, "Promise").Get("then");
        var handler = Engine.Modules.Import(Admission.Main).Get(call.Handler);
        if (!handler.IsCallable())
            return Turn.End(Outcomes.Threw($"main.js exports no function '{call.Handler}'", Admission.Main));
        var input = new JsObject(Engine);
        input.CreateDataProperty("input", JsonIn.Read(Engine, call.Input));
        Await(Engine.Call(handler, JsValue.Undefined, [input, Context.For(this)]), then);
        return Next();
    });

    /// <summary>Runs the modules and no handler, so that what the engine makes of them once is not charged to a customer's call.</summary>
    public Turn WarmUp() => Take(() =>
    {
        Engine = Make();
        Engine.Modules.Import(Admission.Main);
        return Turn.End(new Outcome { Verdict = Verdict.Completed });
    });

    /// <summary>A further turn: the answers to the questions of the last one, in their order.</summary>
    public Turn Resume(IReadOnlyList<HostAnswer> answers) => Take(() =>
    {
        foreach (var answer in answers) _bytesIn += _asks.Settle(this, answer);
        return Next();
    });

    /// <summary>A read: a promise for the host's answer.</summary>
    public JsValue Ask(string op, string argsJson)
    {
        _bytesOut += Encoding.UTF8.GetByteCount(argsJson);
        return _asks.Ask(this, op, argsJson);
    }

    /// <summary>Proposes an effect and says what number it has.</summary>
    public void Propose(Effect effect, string json)
    {
        if (Effects.Count >= call.Budget.Effects) throw new BudgetExceeded(Verdict.Effects, "effects", call.Budget.Effects);
        var bytes = Encoding.UTF8.GetByteCount(json);
        _bytesOut += bytes;
        _effectBytes += bytes;
        if (_effectBytes > Ceilings.EffectBytes) throw new BudgetExceeded(Verdict.Effects, "bytes", Ceilings.EffectBytes);
        Effects.Add(effect);
    }

    /// <summary>Ends a call that asks more of shared services than one may.</summary>
    public void MustShare()
    {
        if (_asks.Shared + Effects.Count(static one => one is Effect.Act) >= SharedAsks.PerCall) throw new BudgetExceeded(Verdict.HostCalls, "questions and commands to shared services", SharedAsks.PerCall);
    }

    /// <summary>The id of the next thing this call makes.</summary>
    public string NextId() => Ids.Of(call.Invocation, Effects.Count + 1);

    /// <summary>Refuses a write in a read-only function.</summary>
    public void MustWrite(string what)
    {
        if (call.ReadOnly) throw Errors.Throw(Engine, Refusal.Of(Codes.EffectReadOnly, ("function", call.Function), ("effect", what)));
    }

    /// <summary>Refuses what the install was not granted.</summary>
    public void MustHold(string scope)
    {
        if (!call.Grants.Contains(scope, StringComparer.Ordinal))
            throw Errors.Throw(Engine, Refusal.Of(Codes.GrantMissing, ("scope", scope)));
    }

    /// <summary>Refuses to share what the install was granted for no purpose.</summary>
    public void MustShare(string dataset)
    {
        if (ShareRules.Purpose(call.Grants, dataset) is null)
            throw Errors.Throw(Engine, Refusal.Of(Codes.GrantMissing, ("scope", ShareRules.Scope(dataset))));
    }

    /// <summary>A value as JSON text within the crossing bounds, or null when it has no JSON form.</summary>
    public string? Json(JsValue value)
    {
        var writer = new JsonText(Engine, JsonLimits.Crossing(call.Budget.ResultBytes), Checkpoint);
        return writer.Write(value) ? writer.Out.ToString() : null;
    }

    /// <summary>Counts rows that a native helper works on, before it does.</summary>
    public void Charge(long rows)
    {
        var most = app.Behaviour.HelperRows;
        if (_helperRows + rows > most) throw new BudgetExceeded(Verdict.HostCalls, "rows in helpers", most);
        _helperRows += rows;
        Checkpoint();
    }

    public void Checkpoint()
    {
        _meter.CheckMemory();
        _cpu.Check();
    }

    /// <summary>The metering vector so far.</summary>
    public Meter Measure() => new()
    {
        Statements = _meter.Statements, Reads = _asks.Asked - _asks.Externals, Externals = _asks.Externals, Effects = Effects.Count, Shared = _asks.Shared + Effects.Count(static one => one is Effect.Act), Rows = _asks.Rows + _helperRows,
        BytesIn = _bytesIn, BytesOut = _bytesOut, AllocatedBytes = _meter.Allocated, CpuNs = _cpu.Spent, ParkedMs = ParkedMs,
    };

    private Turn Take(Func<Turn> work)
    {
        _meter.BeginTurn();
        _cpu.BeginTurn();
        var (since, spent) = (Stopwatch.GetTimestamp(), _cpu.Spent);
        Turn turn;
        try
        {
            turn = work();
        }
        catch (Exception ended)
        {
            turn = Turn.End(Outcomes.Of(ended, this));
        }
        _cpu.EndTurn();
        _meter.EndTurn();
        LostItsCore = turn.Outcome?.Verdict == Verdict.Regex
            && Stopwatch.GetElapsedTime(since).Ticks * 100 - (_cpu.Spent - spent) > LostCore;
        return turn.Outcome is null ? turn : Turn.End(turn.Outcome with { Logs = Logs, Meter = Measure() });
    }

    private Engine Make() => EngineRecipe.Make(new EngineLimits(_meter, _cpu, call.Budget.MemoryMb, allowance.Regex) { Without = allowance.Without }, call.Now, Random, app);

    private Turn Next()
    {
        Engine.Advanced.ProcessTasks();
        if (_settled is { } value) return Turn.End(End(value));
        return _asks.TakeOpen() is { Count: > 0 } questions
            ? Turn.Wait(questions)
            : Turn.End(Outcomes.Threw("The handler waits for a promise that nothing will settle", Admission.Main));
    }

    private Outcome End(JsValue value)
    {
        if (Errors.Find(value) is { } refusal) return Outcomes.Refused(refusal);
        if (_threw) return Outcomes.OfThrown(value);
        var writer = new JsonText(Engine, JsonLimits.Crossing(call.Budget.ResultBytes), Checkpoint);
        var result = writer.Write(value) ? writer.Out.ToUtf8() : "null"u8.ToArray();
        if (result.Length > call.Budget.ResultBytes) throw new BudgetExceeded(Verdict.Result, "bytes", call.Budget.ResultBytes);
        _bytesOut += result.Length;
        return new Outcome { Verdict = Verdict.Completed, Result = result, Effects = Effects };
    }

    private void Await(JsValue value, Function then)
    {
        if (!value.IsPromise())
        {
            _settled = value;
            return;
        }
        Engine.Call(then, value, [Settler(threw: false), Settler(threw: true)]);
    }

    private Jint.Runtime.Interop.ClrFunction Settler(bool threw) => new(Engine, "settled", (_, args) =>
    {
        _threw = threw;
        _settled = args.At(0);
        return JsValue.Undefined;
    });
}
