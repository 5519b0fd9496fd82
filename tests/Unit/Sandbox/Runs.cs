using System.Text.Json;
using System.Text;
using Marketplace.Domain.Invocations;
using Marketplace.Domain;
using Marketplace.Sandbox;
using Xunit;

namespace Marketplace.Tests.Unit.Sandbox;

/// <summary>Runs a handler <c>f</c> in a kernel that all tests share.</summary>
internal static class Runs
{
    private static readonly Kernel Kernel = new();
    private static int scripts;

    public static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 2, 3, 456, TimeSpan.Zero);

    public static Script Script(string source, params (string Path, string Source)[] more)
    {
        var modules = new Dictionary<string, string>(StringComparer.Ordinal) { ["main.js"] = source };
        foreach (var (path, text) in more) modules[path] = text;
        return new Script
        {
            Digest = $"test-{Interlocked.Increment(ref scripts)}", Modules = modules, Entities = ["tag", "recipe"],
            Locales = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                ["zh-CN"] = new Dictionary<string, string> { ["greet"] = "你好，{name}" },
                ["en"] = new Dictionary<string, string> { ["greet"] = "Hello {name}", ["only"] = "only English" },
            },
        };
    }

    public static Call Call(string input = "{}") => new()
    {
        Invocation = "01jaaaaaaaaaaaaaaaaaaaaaaa", Tenant = "acme", App = "demo/test", Function = "f", Handler = "f",
        Input = Encoding.UTF8.GetBytes(input), Now = Now, Seed = 42, User = "li", Roles = ["worker"], Grants = ["invoke:device.command"],
        // A busy build machine must not fail a test of meaning; the tests of limits set their own.
        Budget = Budget.Default with { CpuMs = 5_000 },
    };

    public static Task<Outcome> Handler(string body, string input = "{}") => Of(Script($"export async function f({{ input }}, ctx) {{ {body} }}"), Call(input));

    public static Task<Outcome> Of(Script script, Call call, IHostBroker? broker = null) =>
        Kernel.Run(script, call, broker ?? new Answers(), TestContext.Current.CancellationToken);

    /// <summary>The result of a handler that must complete.</summary>
    public static async Task<JsonElement> Result(string body, string input = "{}")
    {
        var outcome = await Handler(body, input);
        Assert.True(outcome.Verdict == Verdict.Completed, $"{outcome.Verdict} {outcome.Refusal?.Code} {string.Join(", ", outcome.Refusal?.Facts ?? new Dictionary<string, string>())}");
        return JsonElement.Parse(outcome.Result);
    }

    /// <summary>Answers <c>get</c> of <c>none</c> with a refusal and everything else with what was asked.</summary>
    internal sealed class Answers : IHostBroker
    {
        public List<HostQuestion> Asked { get; } = [];

        public ValueTask<HostAnswer> Ask(HostQuestion question, CancellationToken cancel)
        {
            Asked.Add(question);
            var args = Encoding.UTF8.GetString(question.Args);
            return ValueTask.FromResult(args.Contains("\"none\"", StringComparison.Ordinal)
                ? HostAnswer.No(Refusal.Of(Codes.GrantMissing, ("scope", "read:other")))
                : HostAnswer.Of(Encoding.UTF8.GetBytes($"{{\"op\":\"{question.Op}\",\"args\":{args}}}"), 3));
        }
    }
}
