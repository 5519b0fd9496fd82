using System.CommandLine;
using System.CommandLine.Invocation;
using Marketplace.Tool.Terminal;
using Marketplace.Tool.Verbs;

namespace Marketplace.Tool;

/// <summary>The command <c>mkt</c>: one file per verb, one exit code per kind of end. Here is the edge: what the machine refuses
/// (files, folders) becomes a sentence, never a stack trace.</summary>
internal static class Mkt
{
    private const string About = """
        Write, check, test, run and publish mini-apps for a sector brain. Everything but login, publish, status and whoami works
        offline and without an account.

        Exit codes: 0 done; 1 a check, a spec or a call failed; 2 the command line makes no sense; 3 no server or no valid sign-in;
        4 the brain said no; 130 interrupted. "mkt run --script" has its own, see there.
        """;

    /// <summary>Runs one command line and says its exit code.</summary>
    public static async Task<int> Run(string[] args)
    {
        var root = new RootCommand(About)
        {
            NewVerb.Make(), CheckVerb.Make(), TestVerb.Make(), RunVerb.Make(), ReplayVerb.Make(), DevVerb.Make(), TypesVerb.Make(), PackVerb.Make(), DiffVerb.Make(),
            PublishVerb.Make(), StatusVerb.Make(), LoginVerb.Make(), LogoutVerb.Make(), WhoamiVerb.Make(), ScriptChildVerb.Make(),
        };
        root.Options.Add(Talk.JsonOption);
        root.Options.Add(Talk.NonInteractiveOption);
        var line = root.Parse(args.Length == 0 ? ["--help"] : args);
        var talk = Talk.Of(line);
        if (line.Action is ParseErrorAction) return UsagePage.Show(talk, line);
        try
        {
            return await line.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return talk.Fail(Exit.Failed, e.Message, "Look at the path, the free space and who may write there.");
        }
        catch (OperationCanceledException)
        {
            return Exit.Interrupted;
        }
    }
}
