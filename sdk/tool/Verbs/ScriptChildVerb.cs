using System.CommandLine;
using Marketplace.Tool.Scripts;

namespace Marketplace.Tool.Verbs;

/// <summary>The child process of <c>mkt run --script</c>; not for people.</summary>
internal static class ScriptChildVerb
{
    public const string Name = "script-child";

    public static Command Make()
    {
        var verb = new Command(Name, "Evaluates scripts for its parent.") { Hidden = true };
        verb.SetAction((_, cancel) => ScriptChild.Serve(cancel));
        return verb;
    }
}
