using System.Diagnostics;

namespace Marketplace.Tests.Apps.Mkt;

/// <summary><c>mkt run --script</c>: any text of anybody, one verdict line each, and an exit code that a suite can count on.</summary>
public sealed class ScriptTests
{
    /// <summary>Source, verdict, word. The word of a thrown error is its name. Which of its budgets stops a loop first depends on the machine.</summary>
    private static readonly (string Name, string Source, string Verdict, string Word)[] Corpus =
    [
        ("plain", "1 + 1", "completed", ""),
        ("empty", "", "completed", ""),
        ("microtasks", "let n = 0; (async () => { while (n < 50) { n++; await n; } })(); Promise.resolve().then(() => Promise.resolve()).then(() => 1)", "completed", ""),
        ("rejected", "Promise.reject(new RangeError('later'))", "completed", ""),
        ("loop", "for (;;) {}", "limit", "limit.(cpu|statements)"),
        ("microtask-loop", "const again = () => Promise.resolve().then(again); again()", "limit", "limit.(cpu|statements|memory)"), // each turn allocates: which of the three is first depends on the machine
        ("string-bomb", "let s = 'x'; for (;;) s += s", "limit", "limit.memory"),
        ("array-bomb", "const a = []; for (let i = 0; ; i++) a.push(String(i).repeat(500000))", "limit", "limit.memory"),
        ("recursion", "function f() { return f() + 1 } f()", "limit", "limit.depth"),
        ("regex", "/(a+)+$/.test('a'.repeat(40) + 'b')", "limit", "limit.regex"),
        ("syntax", "let x = ;", "threw", "SyntaxError"),
        ("eval", "eval('1')", "threw", "ReferenceError"),
        ("function", "(async () => {}).constructor('return 1')()", "threw", "TypeError"),
        ("abort", "process.abort()", "threw", "ReferenceError"),
        ("type", "null.x", "threw", "TypeError"),
        ("own-error", "function Broken(message) { this.message = message } throw new Broken('as suites do')", "threw", "Broken"),
        ("primitive", "throw 42", "threw", "number"),
        ("nothing", "throw null", "threw", "null"),
        ("name-that-loops", "const e = new Error('x'); Object.defineProperty(e, 'name', { get() { for (;;) {} } }); throw e", "threw", "Error"),
        ("long-message", "throw new Error('x'.repeat(3000000))", "threw", "Error"),
        ("bigint", "const x = 10n", "refused", "script.bigint"),
        ("import", "import('x')", "refused", "script.dynamicImport"),
        ("nesting", "[[[[[[[[[[1]]]]]]]]]]", "completed", ""),
        ("deep-nesting", string.Concat(Enumerable.Repeat("[", 5000)) + string.Concat(Enumerable.Repeat("]", 5000)), "refused", "script.nesting"),
        ("long-source", "//" + new string('x', 300_000), "refused", "script.size"),
    ];

    [Fact]
    public async Task Says_one_line_for_each_script_in_their_order_and_ends_with_the_worst()
    {
        using var mkt = new Mkt();
        foreach (var (name, source, _, _) in Corpus) File.WriteAllText(Path.Combine(mkt.Folder, name + ".js"), source);
        var run = (await mkt.Run(["run", "--script", .. Corpus.Select(c => c.Name + ".js")])).Must(3);
        var lines = run.Out.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Assert.Equal(Corpus.Length, lines.Length);
        foreach (var ((name, _, verdict, word), line) in Corpus.Zip(lines))
            Assert.Matches($"^{verdict,-11}{name}[.]js{(word.Length > 0 ? "  " + word : "")}(: |$)", line);
        Assert.Equal(Corpus.Where(c => c.Verdict == "threw").Select(c => c.Word), run.Err.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'));
        Assert.All(lines, l => Assert.InRange(l.Length, 1, 500));
        Assert.Contains("rejected.js: 1 rejected promise nobody handled, first RangeError: later", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", 0)]
    [InlineData("throw new TypeError('x')", 1)]
    [InlineData("for (;;) {}", 2)]
    [InlineData("10n", 3)]
    public async Task Ends_with_the_code_of_the_verdict(string source, int exit)
    {
        using var mkt = new Mkt();
        File.WriteAllText(Path.Combine(mkt.Folder, "a.js"), source);
        var run = (await mkt.Run("run", "--script", "a.js")).Must(exit);
        Assert.Equal(exit == 1 ? "TypeError" : "", run.Err.Trim());
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_said_so_and_the_others_run()
    {
        using var mkt = new Mkt();
        File.WriteAllText(Path.Combine(mkt.Folder, "a.js"), "1");
        var run = (await mkt.Run("run", "--script", "none.js", "a.js")).Must(2);
        Assert.Contains("unreadable none.js  file: There is no such file.", run.Out, StringComparison.Ordinal);
        Assert.Contains("completed  a.js", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_dies_under_a_script_is_its_verdict_and_the_next_script_gets_another()
    {
        if (OperatingSystem.IsWindows()) Assert.Fail("The lanes run on Linux, as the host does.");
        using var mkt = new Mkt();
        File.WriteAllText(Path.Combine(mkt.Folder, "a.js"), "1");
        Assert.Equal(0, await Exec("mkfifo", Path.Combine(mkt.Folder, "waits.js"))); // reading it waits for a writer that never comes
        var cancel = TestContext.Current.CancellationToken;
        using var process = mkt.Start(mkt.Folder, "run", "--script", "-");
        await process.StandardInput.WriteLineAsync("a.js");
        Assert.Equal("completed  a.js", await process.StandardOutput.ReadLineAsync(cancel));
        var first = Child(process.Id);
        Process.GetProcessById(first).Kill();
        while (Directory.Exists($"/proc/{first}")) await Task.Delay(20, cancel);
        await process.StandardInput.WriteLineAsync("a.js"); // the child was dead before: not this script's fault
        Assert.Equal("completed  a.js", await process.StandardOutput.ReadLineAsync(cancel));
        await process.StandardInput.WriteLineAsync("waits.js");
        var child = Child(process.Id);
        await Task.Delay(300, cancel);
        Process.GetProcessById(child).Kill();
        Assert.Equal("died       waits.js  process: The process died.", await process.StandardOutput.ReadLineAsync(cancel));
        await process.StandardInput.WriteLineAsync("a.js");
        Assert.Equal("completed  a.js", await process.StandardOutput.ReadLineAsync(cancel));
        process.StandardInput.Close();
        Assert.Equal(2, (await Mkt.End(process)).Exit);
    }

    [Fact]
    public async Task A_script_that_no_budget_reaches_is_ended()
    {
        using var mkt = new Mkt();
        File.WriteAllText(Path.Combine(mkt.Folder, "cycle.js"), "const a = []; a[0] = a; a.flat(Infinity)");
        File.WriteAllText(Path.Combine(mkt.Folder, "a.js"), "1");
        var since = Stopwatch.GetTimestamp();
        var run = await mkt.Run("run", "--script", "cycle.js", "a.js");
        Assert.True(run.Exit is 1 or 2, run.All); // thrown or ended, but never waited for
        Assert.Contains("completed  a.js", run.Out, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(since).TotalSeconds, 0, 120); // 1.5 s of CPU time at most, whatever else the machine does
    }

    // A child belongs to the thread that started it.
    private static int Child(int parent) =>
        Directory.EnumerateDirectories($"/proc/{parent}/task").SelectMany(t => File.ReadAllText(Path.Combine(t, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(p => int.Parse(p, System.Globalization.CultureInfo.InvariantCulture)).Single();

    private static async Task<int> Exec(string program, string argument)
    {
        using var process = Process.Start(program, argument);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
