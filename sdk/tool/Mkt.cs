using System.CommandLine;
using Marketplace.Tool.Terminal;
using Marketplace.Tool.Verbs;

namespace Marketplace.Tool;

/// <summary>The command <c>mkt</c>: one file per verb, one exit code per kind of end.</summary>
internal static class Mkt
{
    /// <summary>Runs one command line and says its exit code.</summary>
    public static async Task<int> Run(string[] args)
    {
        var root = new RootCommand("Write, check, test, run and publish mini-apps for a sector brain. Works offline; only publish, status and whoami talk to a server.")
        {
            NewVerb.Make(), CheckVerb.Make(), TestVerb.Make(), RunVerb.Make(), DevVerb.Make(), TypesVerb.Make(), PackVerb.Make(),
            PublishVerb.Make(), StatusVerb.Make(), LoginVerb.Make(), LogoutVerb.Make(), WhoamiVerb.Make(), ScriptChildVerb.Make(),
        };
        root.Options.Add(Talk.JsonOption);
        root.Options.Add(Talk.NonInteractiveOption);
        var line = root.Parse(args);
        var code = await line.InvokeAsync();
        return line.Errors.Count > 0 && code != 0 ? Exit.Usage : code;
    }
}
