using Acornima;
using Jint;
using Marketplace.Domain.Publishing;
using Marketplace.Sandbox.Budgets;
using Marketplace.Sandbox.Engines;
using Marketplace.Sandbox.Scripts;

namespace Marketplace.Sandbox;

/// <summary>Whether scripts may run at all. The same answer in <c>mkt check</c>, at publish, and before a runner's first call.</summary>
public static class Admission
{
    /// <summary>The module that holds the handlers.</summary>
    public const string Main = "main.js";

    private static readonly Lazy<HashSet<string>> Globals = new(KnownGlobals);

    /// <summary>What is wrong with a package's modules; no red finding means they may run. Never throws for what the text says.</summary>
    public static IReadOnlyList<Finding> Check(IReadOnlyDictionary<string, string> modules)
    {
        var findings = new List<Finding>();
        if (!modules.ContainsKey(Main))
            findings.Add(Red("script.main", Main, 0, "The package has no main.js.", "Put the handlers into main.js and export them."));
        var length = modules.Values.Sum(m => (long)m.Length);
        if (length > Ceilings.SourceLength)
            findings.Add(Red("script.size", Main, 0, $"The source is {length} characters; {Ceilings.SourceLength} are allowed.",
                "Leave out what is not used; put tables into records."));
        if (findings.Count > 0) return findings;
        var nodes = 0;
        foreach (var (path, source) in modules)
            nodes += CheckModule(path, source, modules, findings);
        if (nodes > Ceilings.SourceNodes)
            findings.Add(Red("script.nodes", Main, 0, $"The source has more than {Ceilings.SourceNodes} syntax nodes.",
                "Leave out what is not used; put tables into records."));
        return findings;
    }

    /// <summary>Admission of one plain script: everything but imports and free globals, which a script may define itself.</summary>
    internal static IReadOnlyList<Finding> CheckScript(string source, string name)
    {
        var findings = new List<Finding>();
        if (source.Length > Ceilings.SourceLength)
            findings.Add(Red("script.size", name, 0, $"The source is longer than {Ceilings.SourceLength} characters.", "Split it."));
        else
            Parse(name, findings, parser => new ScriptWalk(name, null, findings).Visit(parser.ParseScript(source, name)));
        return findings;
    }

    private static int CheckModule(string path, string source, IReadOnlyDictionary<string, string> modules, List<Finding> findings)
    {
        var nodes = Parse(path, findings, parser => new ScriptWalk(path, modules, findings).Visit(parser.ParseModule(source, path)));
        if (findings.Any(f => f.File == path)) return nodes;
        try
        {
            var prepared = Engine.PrepareModule(source, path, new ModulePreparationOptions { CollectReferencedGlobals = true });
            foreach (var name in prepared.ReferencedGlobals?.Where(n => !Globals.Value.Contains(n)) ?? [])
                findings.Add(Red("script.global", path, LineOf(source, name), $"'{name}' is not known here.",
                    "Everything from outside comes through ctx; see sdk/js/index.d.ts."));
        }
        catch (ScriptPreparationException)
        {
            findings.Add(Red("script.syntax", path, 0, "The engine does not accept this source.", "Use plain ES2024."));
        }
        return nodes;
    }

    private static int Parse(string path, List<Finding> findings, Func<Parser, int> walk)
    {
        try
        {
            return walk(new Parser(new ParserOptions { OnToken = new ParseLimit().Look }));
        }
        catch (ParseLimitException)
        {
            findings.Add(Red("script.parsing", path, 0, "The source takes too long to parse.", "Split it: thousands of names in one place are not meant for people."));
        }
        catch (ParseErrorException wrong)
        {
            findings.Add(Red("script.syntax", path, wrong.LineNumber, wrong.Description ?? "Syntax error.", "Correct the syntax."));
        }
        catch (InsufficientExecutionStackException)
        {
            findings.Add(Red("script.nesting", path, 0, "The source is nested too deeply.", "Flatten it."));
        }
        return 0;
    }

    internal static Finding Red(string rule, string file, int line, string message, string remedy) => new()
    {
        Rule = rule, Severity = Severity.Red, File = file, Line = line, Message = message, Remedy = remedy,
    };

    private static int LineOf(string source, string name)
    {
        var at = source.IndexOf(name, StringComparison.Ordinal);
        return at < 0 ? 0 : source.AsSpan(0, at).Count('\n') + 1;
    }

    private static HashSet<string> KnownGlobals()
    {
        var budget = new Domain.Invocations.Budget();
        var engine = EngineRecipe.Make(new EngineLimits(new CallMeter(budget), new CpuLimit(1000), budget.MemoryMb, Ceilings.Regex), DateTimeOffset.UnixEpoch, new SeededRandom(0), null);
        return [.. engine.Global.GetOwnPropertyKeys(Jint.Runtime.Types.String).Select(k => k.ToString()), "undefined"];
    }
}
