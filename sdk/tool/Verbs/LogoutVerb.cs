using System.CommandLine;
using System.Text.Json.Nodes;
using Marketplace.Tool.Remote;
using Marketplace.Tool.Terminal;

namespace Marketplace.Tool.Verbs;

/// <summary><c>mkt logout</c>: forgets the token on this machine.</summary>
internal static class LogoutVerb
{
    public static Command Make()
    {
        var verb = new Command("logout", "Forget the token kept on this machine.");
        verb.SetAction(line => Run(Talk.Of(line)));
        return verb;
    }

    private static int Run(Talk talk)
    {
        var was = Session.Forget();
        talk.Say(was ? "Signed out." : "Nobody was signed in.");
        return talk.End(Exit.Ok, new JsonObject { ["wasSignedIn"] = was });
    }
}
