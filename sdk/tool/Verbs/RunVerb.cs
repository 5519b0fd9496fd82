using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;
using Marketplace.Sandbox;
using Marketplace.Tool.Apps;
using Marketplace.Tool.Scripts;
using Marketplace.Tool.Terminal;

namespace Marketplace.Tool.Verbs;

/// <summary><c>mkt run function</c>: one call over the sample records; with <c>--script</c> plain scripts in the production profile.</summary>
internal static class RunVerb
{
    private sealed record Wish(string Folder, string Function, string? Input, string User, IReadOnlyList<string> Roles, string? SecondSigner, bool Profile);

    private const string Scripts = "Plain scripts to evaluate in the production profile in a child process; - reads file names from standard input. A verdict line each. "
        + "Exit code: the highest of 0 completed, 1 threw (the error's name on standard error), 2 stopped at a limit or died, 3 refused at admission.";

    public static Command Make()
    {
        var function = Arguments.NoOption(new Argument<string?>("function") { Description = "A function of the app.", Arity = ArgumentArity.ZeroOrOne });
        var folder = new Option<string>("--folder") { Description = "The folder that holds app.json.", DefaultValueFactory = _ => "." };
        var input = new Option<string?>("--input", "-i") { Description = "JSON, a file of JSON, or - for standard input." };
        var user = new Option<string>("--user") { Description = "Who calls.", DefaultValueFactory = _ => "worker-1" };
        var roles = new Option<string[]>("--role") { Description = "Roles of the caller.", DefaultValueFactory = _ => ["owner", "leader", "worker"] };
        var second = new Option<string?>("--second-signer") { Description = "The person who signs second." };
        var profile = new Option<bool>("--profile") { Description = "Show statements, memory, host calls and cost." };
        var script = new Option<string[]>("--script") { Description = Scripts, AllowMultipleArgumentsPerToken = true };
        var verb = new Command("run", "Call a function once over the sample records, or evaluate plain scripts with --script.") { function, folder, input, user, roles, second, profile, script };
        verb.SetAction((line, cancel) =>
        {
            var talk = Talk.Of(line);
            if (line.GetValue(script) is { Length: > 0 } files) return ScriptRun.Run(talk, files, cancel);
            if (line.GetValue(function) is not { } name) return Task.FromResult(talk.Fail(Exit.Usage, "run needs a function, or --script.", "mkt run hello --input '{\"name\":\"Li\"}'"));
            return Call(talk, new Wish(line.GetValue(folder)!, name, line.GetValue(input), line.GetValue(user)!, line.GetValue(roles)!, line.GetValue(second), line.GetValue(profile)), cancel);
        });
        return verb;
    }

    private static async Task<int> Call(Talk talk, Wish wish, CancellationToken cancel)
    {
        var seen = Examination.Of(wish.Folder);
        if (!seen.Runs)
        {
            FindingPage.Show(talk, wish.Folder, seen.Findings);
            return talk.End(Exit.Failed, new JsonObject { ["findings"] = FindingPage.Json(seen.Findings) });
        }
        if (await Input(wish.Input, cancel) is not { } input) return talk.Fail(Exit.Usage, "--input is neither JSON nor a file of JSON.");
        var (package, page, now) = (seen.Package!, new OutcomePage(talk, seen.Package!), TimeProvider.System.GetUtcNow());
        if (!package.Manifest.Functions.ContainsKey(wish.Function))
            return talk.Fail(Exit.Usage, $"{package.Manifest.Id} has no function {wish.Function}.", Remedies.Instead(wish.Function, package.Manifest.Functions.Keys));
        var firm = SampleFirm.Make(package, now);
        if (!firm.Ok) return talk.Fail(Exit.Failed, $"The sample records do not load: {page.Sentence(firm.Refusal!)}");
        using var kernel = new Kernel();
        var caller = new FunctionCaller(package, firm.Must(), kernel);
        var (outcome, invocation) = await caller.Call(wish.Function, input, new Persona(wish.User, wish.Roles, Talk.Culture), (now, wish.SecondSigner ?? ""), cancel);
        page.Show(outcome, wish.Profile);
        return talk.End(outcome.Verdict == Verdict.Completed ? Exit.Ok : Exit.Failed, OutcomePage.Json(outcome, invocation));
    }

    private static async Task<byte[]?> Input(string? given, CancellationToken cancel)
    {
        var text = given switch
        {
            null => "{}",
            "-" => await Console.In.ReadToEndAsync(cancel),
            _ when File.Exists(given) => await File.ReadAllTextAsync(given, cancel),
            _ => given,
        };
        try
        {
            using var document = JsonDocument.Parse(text);
            return Encoding.UTF8.GetBytes(document.RootElement.GetRawText());
        }
        catch (JsonException)
        {
            return null; // said to the caller as a usage error
        }
    }
}
