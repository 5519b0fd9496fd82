using Acornima.Ast;
using Marketplace.Domain.Publishing;
using Marketplace.Sandbox.Budgets;

namespace Marketplace.Sandbox.Scripts;

/// <summary>Looks at every syntax node of one source once, without recursion, and notes what may not be there.</summary>
internal sealed class ScriptWalk(string path, IReadOnlyDictionary<string, string>? modules, List<Finding> findings)
{
    /// <summary>The number of nodes seen; stops looking soon after the ceiling.</summary>
    public int Visit(Node root)
    {
        var open = new Stack<(Node Node, int Functions)>();
        open.Push((root, 0));
        var nodes = 0;
        while (open.TryPop(out var at) && ++nodes <= Ceilings.SourceNodes)
        {
            Look(at.Node, at.Functions > 0);
            var inside = at.Functions + (at.Node is IFunction ? 1 : 0);
            if (inside == Ceilings.FunctionDepth + 1 && at.Functions < inside)
                Add("script.nesting", at.Node, "Functions are nested too deeply.", "Flatten it.");
            if (inside > Ceilings.FunctionDepth) continue;
            foreach (var child in at.Node.ChildNodes)
                if (child is not null) open.Push((child, inside));
        }
        return nodes;
    }

    private void Look(Node node, bool inFunction)
    {
        switch (node)
        {
            case BigIntLiteral:
                Add("script.bigint", node, "BigInt is not available: its arithmetic cannot be stopped in time.", "Use ctx.decimal.");
                break;
            case ImportExpression:
                Add("script.dynamicImport", node, "import() is not available.", "Import modules of the package at the top of the file.");
                break;
            case WithStatement:
                Add("script.with", node, "with is not available.", "Name the object.");
                break;
            case DebuggerStatement:
                Add("script.debugger", node, "debugger has no place in a release.", "Remove it; use ctx.log.");
                break;
            case MetaProperty { Meta.Name: "import" }:
                Add("script.importMeta", node, "import.meta is not available.", "Remove it.");
                break;
            case AwaitExpression or ForOfStatement { Await: true } when !inFunction:
                Add("script.topLevelAwait", node, "await at the top of a module is not available.", "Await inside a handler.");
                break;
            case ImportDeclaration import: Import(import, import.Source, import.Attributes.Count); break;
            case ExportNamedDeclaration { Source: { } source } export: Import(export, source, export.Attributes.Count); break;
            case ExportAllDeclaration all: Import(all, all.Source, all.Attributes.Count); break;
        }
    }

    private void Import(Node node, StringLiteral source, int attributes)
    {
        if (modules is null || attributes > 0 || ModulePath.Resolve(path, source.Value) is not { } target || !modules.ContainsKey(target))
            Add("script.import", node, $"'{source.Value}' is not a module of this package.",
                "Import by relative path with the file's extension, as in './lib/match.js'.");
    }

    private void Add(string rule, Node node, string message, string remedy) =>
        findings.Add(Admission.Red(rule, path, node.Location.Start.Line, message, remedy));
}
