using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Marketplace.Tests.House;

/// <summary>What may not stand in the source, one entry a rule.</summary>
internal static class Bans
{
    private static readonly string[] product = ["src", "sdk"];
    private static readonly string[] all = ["src", "sdk", "tests"];

    public static readonly IReadOnlyList<Ban> All =
    [
        new("the wall clock: time comes from TimeProvider")
        {
            In = product,
            Sees = Ban.Code(@"\bDateTime(Offset)?\s*\.\s*(UtcNow|Now|Today)\b"),
            Wrong = "var now = DateTimeOffset.UtcNow;",
        },
        new("unseeded randomness: it comes as a seeded Random")
        {
            In = product,
            Sees = Ban.Code(@"\bRandom\s*\.\s*Shared\b|\bnew\s+Random\s*\(\s*\)|\bRandom\s+\w+\s*=\s*new\s*\(\s*\)"),
            Wrong = "Random dice = new();",
        },
        new("sleeping threads") { In = product, Sees = Ban.Code(@"\bThread\s*\.\s*Sleep\b"), Wrong = "Thread.Sleep(10);" },
        new("waiting for a task by blocking")
        {
            In = product,
            Sees = Blocking,
            Wrong = "class A { int B() => Task.FromResult(1).GetAwaiter().GetResult(); }",
        },
        new("async void") { In = all, Sees = Ban.Code(@"\basync\s+void\b"), Wrong = "async void Fire() { }" },
        new("Newtonsoft") { In = all, Sees = Ban.Code(@"\bNewtonsoft\b"), Wrong = "using Newtonsoft.Json;" },
        new("Grain<T>: its state name is shared by every class")
        {
            In = all,
            Sees = Ban.Code(@"\bGrain\s*<"),
            Wrong = "sealed class InstallGrain : Grain<State> { }",
        },
        new("grains and silos in the pure rules: Orleans' attributes and nothing else of it")
        {
            In = ["src/Marketplace.Domain"],
            Sees = Ban.Code(@"\bI?Grain(s|Factory|With\w+Key|Context|Observer|Storage)?\b|\bOrleans\s*\.\s*(Runtime|Hosting|Storage|Streams|Timers)\b|\bISilo\w*\b"),
            Wrong = "class A(IGrainFactory grains) { }",
            WrongAt = "src/Marketplace.Domain/Wrong.cs",
        },
        new("a Jint engine made outside the one recipe")
        {
            In = all,
            Except = ["src/Marketplace.Sandbox/Engines/EngineRecipe.cs"],
            Sees = Ban.Code(@"\bnew\s+(Jint\s*\.\s*)?Engine\s*\("),
            Wrong = "var engine = new Engine(options);",
        },
        new("swallowed failures: a catch that does nothing and says nothing")
        {
            In = all,
            Endings = [".cs"],
            Sees = Swallowed,
            Wrong = "class A { void B() { try { } catch (Exception) { } } }",
        },
        new("promises to finish later")
        {
            In = all,
            Sees = Ban.Text(@"\b(TODO|FIXME|HACK|XXX)\b|\bNotImplementedException\b"),
            Wrong = "// TODO later",
        },
        new("regions") { In = all, Sees = Ban.Text(@"(?m)^\s*#region\b"), Wrong = "#region Fields" },
        new("type names that say nothing of the trade")
        {
            In = product,
            Sees = EmptyNames,
            Wrong = "sealed class InstallManager { }",
        },
        new("a grain asked for with a key that Keys did not make")
        {
            In = product,
            Endings = [".cs"],
            Sees = KeysNotFromKeys,
            Wrong = "class A { void B(IGrainFactory g) => g.GetGrain<IInstallGrain>(\"install:\" + tenant); }",
        },
        new("the component library outside Kit")
        {
            In = ["src", "sdk"],
            Endings = [".cs", ".razor", ".cshtml"],
            Sees = file => file.Path.StartsWith("src/Marketplace.Views/Kit/", StringComparison.Ordinal)
                ? [] : file.Find(file.Code, new(@"\bMudBlazor\b|\bMud[A-Z]\w+")),
            Wrong = "<MudButton>Save</MudButton>",
            WrongAt = "src/Marketplace.Web/Shop/Wrong.razor",
        },
        new("ConfigureAwait in a grain: it leaves the grain's turn")
        {
            In = ["src/Marketplace.Grains"],
            Sees = Ban.Code(@"\bConfigureAwait\s*\(\s*false"),
            Wrong = "await Save().ConfigureAwait(false);",
        },
        new("tests that are skipped or cannot fail")
        {
            In = ["tests"],
            Endings = [".cs"],
            Sees = Ban.Code(@"\bSkip\s*=|\bAssert\s*\.\s*True\s*\(\s*true\b|\bAssert\s*\.\s*Skip"),
            Wrong = "[Fact] public void Holds() => Assert.True(true);",
            WrongAt = "tests/Unit/Wrong.cs",
        },
    ];

    private static readonly string[] emptyLastWords =
        ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Processor", "Common", "Base", "Data", "Info"];

    private static IEnumerable<string> Blocking(SourceFile file)
    {
        foreach (var hit in file.Find(file.Code, new(@"\bGetAwaiter\s*\(\s*\)\s*\.\s*GetResult\s*\(|\bTask\s*\.\s*Wait(All|Any)\s*\(")))
            yield return hit;
        if (!file.IsCSharp) yield break;
        foreach (var member in file.Syntax.DescendantNodes().OfType<MemberAccessExpressionSyntax>())
            if (member is { Name.Identifier.Text: "Result", Expression: InvocationExpressionSyntax call }
                && call.Expression.ToString().EndsWith("Async", StringComparison.Ordinal))
                yield return file.At(member);
    }

    private static IEnumerable<string> Swallowed(SourceFile file) =>
        file.Syntax.DescendantNodes().OfType<CatchClauseSyntax>()
            .Where(c => c.Block.Statements.Count == 0)
            .Where(c => c.Declaration?.Type.ToString() is null or "Exception" or "System.Exception" || !c.Block.ToString().Contains('/'))
            .Select(file.At);

    private static IEnumerable<string> EmptyNames(SourceFile file)
    {
        if (!file.IsCSharp)
        {
            var page = Path.GetFileNameWithoutExtension(file.Path);
            return emptyLastWords.Any(w => page.EndsWith(w, StringComparison.Ordinal)) ? [file.Path] : [];
        }
        return file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
            .Where(t => emptyLastWords.Any(w => t.Identifier.Text.EndsWith(w, StringComparison.Ordinal)))
            .Select(t => $"{file.Path} {t.Identifier.Text}");
    }

    private static IEnumerable<string> KeysNotFromKeys(SourceFile file) =>
        file.Syntax.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => call.Expression is MemberAccessExpressionSyntax { Name: GenericNameSyntax { Identifier.Text: "GetGrain" } })
            .Where(call => call.ArgumentList.Arguments is not [var key, ..] || !key.ToString().StartsWith("Keys.", StringComparison.Ordinal))
            .Select(file.At);
}
