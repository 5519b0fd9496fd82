using System.Globalization;
using Jint;
using Jint.Runtime.Modules;
using Marketplace.Sandbox.Budgets;

namespace Marketplace.Sandbox.Engines;

/// <summary>The only file that constructs an engine. A fresh one for every call: nothing leaks from call to call, and nothing has
/// to be reset.</summary>
internal static class EngineRecipe
{
    /// <summary>A hardened engine over its own meters.</summary>
    public static Engine Make(EngineLimits limits, DateTimeOffset now, SeededRandom random, IModuleLoader? modules)
    {
        var options = new Options
        {
            Strict = modules is not null,
            TimeZone = TimeZoneInfo.Utc,
            Culture = CultureInfo.InvariantCulture,
            TimeSystem = new FrozenClock(now),
            AgentCanSuspend = false,
            ExperimentalFeatures = ExperimentalFeature.None,
        };
        options.Host.StringCompilationAllowed = false;
        options.Constraints.StackOverflowGuard = true;
        options.Constraints.MaxRecursionDepth = Ceilings.Recursion;
        options.Constraints.MaxArraySize = Ceilings.ArrayLength;
        options.Constraints.RegexTimeout = limits.Regex;
        options.Json.MaxParseDepth = Ceilings.CrossingDepth;
        options.Interop.AllowWrite = false;
        options.Interop.AllowGetType = false;
        options.LimitMemory(limits.MemoryMb * 1_048_576L);
        options.Constraint(limits.Meter);
        options.Constraint(limits.Cpu);
        if (modules is not null) options.Modules.ModuleLoader = modules;
        var engine = new Engine(options);
        Lockdown.Apply(engine, limits, random);
        return engine;
    }
}

/// <summary>The meters of one engine and its ceilings beside them.</summary>
internal sealed record EngineLimits(CallMeter Meter, CpuLimit Cpu, int MemoryMb, TimeSpan Regex)
{
    /// <summary>A step of <see cref="Lockdown.Steps"/> that is left out. Only the proof that the corpus misses it ever sets this.</summary>
    public string Without { get; init; } = "";
}
