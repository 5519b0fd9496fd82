using System.Globalization;
using System.Text;
using Marketplace.Domain.Invocations;

namespace Marketplace.Tests.Adversarial.Hostile;

/// <summary>One hostile script of the corpus: what it does, how it must end, and what its call differs in.</summary>
internal sealed record HostileScript(string File, string Name, IReadOnlyList<string> Verdicts, IReadOnlyDictionary<string, string> Words, string Body)
{
    private static int numbers;

    /// <summary>An escape: when it completes, it must say that it was held.</summary>
    public bool IsEscape => File.StartsWith("S2/", StringComparison.Ordinal);

    /// <summary>The package: the body is the handler, unless it is a module of its own.</summary>
    public Script Script()
    {
        var body = Words.TryGetValue("repeat", out var repeat) ? Body.Replace("REPEAT", Repeated(repeat), StringComparison.Ordinal) : Body;
        var isModule = ("\n" + body).Contains("\nexport ", StringComparison.Ordinal) || body.Contains("*/ export ", StringComparison.Ordinal);
        return new Script
        {
            Digest = $"hostile-{Interlocked.Increment(ref numbers)}", Entities = ["tag", "recipe"],
            Modules = new Dictionary<string, string> { ["main.js"] = isModule ? Handled(body) : $"export async function f({{ input }}, ctx) {{\n{body}\n}}" },
            Locales = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["en"] = new Dictionary<string, string> { ["greet"] = "Hello {name}" } },
        };
    }

    /// <summary>The call, with production limits where the script says nothing else.</summary>
    public Call Call() => new()
    {
        Invocation = string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref numbers):D26}"),
        Tenant = "hostile", App = "hostile/app", Function = "f", Handler = Words.GetValueOrDefault("handler", "f"), Input = Input(),
        Now = new DateTimeOffset(2026, 3, 2, 1, 2, 3, TimeSpan.Zero), Seed = 7, User = "mallory", Roles = ["worker"],
        Grants = Words.ContainsKey("grants") ? [] : ["invoke:device.command"], ReadOnly = Words.ContainsKey("readOnly"),
        Budget = Budget.Default with { Statements = Number("statements") ?? Budget.Default.Statements, CpuMs = Number("cpuMs") ?? Budget.Default.CpuMs },
    };

    public override string ToString() => $"{File} {Name}";

    private byte[] Input()
    {
        if (Words.TryGetValue("input", out var text)) return Encoding.UTF8.GetBytes(text);
        if (Words.TryGetValue("inputBytes", out var hex)) return Convert.FromHexString(hex);
        if (Number("inputDeep") is { } deep) return Encoding.UTF8.GetBytes(new string('[', deep) + new string(']', deep));
        if (Number("inputWide") is { } wide) return Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Repeat("1", wide)) + "]");
        if (Number("inputLong") is { } length) return Encoding.UTF8.GetBytes("\"" + new string('x', length) + "\"");
        if (Number("inputSame") is { } same) return Encoding.UTF8.GetBytes("{" + string.Join(',', Enumerable.Range(0, same).Select(i => $"\"a\":{i}")) + "}");
        return "{}"u8.ToArray();
    }

    private int? Number(string word) => Words.TryGetValue(word, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>A module without a handler gets one, so that its body is what decides.</summary>
    private static string Handled(string body) =>
        body.Contains(" f", StringComparison.Ordinal) || body.Contains("then", StringComparison.Ordinal) ? body : body + "\nexport function f() { return 1; }";

    private static string Repeated(string word)
    {
        var parts = word.Split('§');
        var times = int.Parse(parts[0], CultureInfo.InvariantCulture);
        return string.Concat(Enumerable.Repeat(parts[1], times)) + string.Concat(Enumerable.Repeat(parts[2], times));
    }
}
