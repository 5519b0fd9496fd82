using Jint;
using Jint.Native;
using Jint.Runtime.Modules;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Publishing;
using Marketplace.Sandbox.Budgets;
using Marketplace.Sandbox.Capabilities;
using Module = Jint.Runtime.Modules.Module;

namespace Marketplace.Sandbox.Scripts;

/// <summary>An app parsed once and shared by every call on every thread. Holds syntax and shapes, never an engine or a value.</summary>
internal sealed class PreparedApp : IModuleLoader
{
    /// <summary>A syntax tree takes 29 to 65 times its source.</summary>
    private const int TreePerCharacter = 50;
    private static readonly ModulePreparationOptions Options = new()
    {
        ParsingOptions = ModuleParsingOptions.Default with { RegexTimeout = null, CompileRegex = false, Tolerant = false },
    };

    private readonly Dictionary<string, Prepared<Acornima.Ast.Module>> _modules = new(StringComparer.Ordinal);

    private PreparedApp(Script script)
    {
        Script = script;
        Behaviour = Compatibility.Of(script.Compatibility);
        RecordsShape = Records.ShapeOf(script.Entities);
    }

    public Script Script { get; }
    /// <summary>How the kernel behaves towards it, by the day it was written for.</summary>
    public Behaviour Behaviour { get; }
    public JsObjectShape RecordsShape { get; }
    public long Bytes { get; private set; }

    /// <summary>Why the app may not run, or null.</summary>
    public Finding? Refused { get; private set; }

    /// <summary>Parses and admits. Never throws for what the source says.</summary>
    public static PreparedApp Of(Script script)
    {
        var app = new PreparedApp(script);
        app.Refused = Admission.Check(script.Modules).FirstOrDefault(f => f.Severity == Severity.Red);
        foreach (var (path, source) in script.Modules)
        {
            app.Bytes += (long)source.Length * TreePerCharacter;
            if (app.Refused is null) app._modules[path] = Engine.PrepareModule(source, path, Options);
        }
        return app;
    }

    public ResolvedSpecifier Resolve(string? referencingModuleLocation, ModuleRequest moduleRequest)
    {
        var path = ModulePath.Resolve(referencingModuleLocation, moduleRequest.Specifier);
        if (path is null || !_modules.ContainsKey(path))
            throw new ModuleResolutionException("Not in the package", moduleRequest.Specifier, referencingModuleLocation, null);
        return new ResolvedSpecifier(moduleRequest, path, null, SpecifierType.RelativeOrAbsolute);
    }

    public Module LoadModule(Engine engine, ResolvedSpecifier resolved) =>
        ModuleFactory.BuildSourceTextModule(engine, _modules[resolved.Key]);
}
