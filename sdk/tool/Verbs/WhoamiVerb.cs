using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using Marketplace.Tool.Remote;
using Marketplace.Tool.Terminal;

namespace Marketplace.Tool.Verbs;

/// <summary><c>mkt whoami</c>: where the tool is signed in, and whether the server still knows the token.</summary>
internal static class WhoamiVerb
{
    /// <summary>A route that every token may ask; what it answers does not matter here.</summary>
    public const string Probe = "/api/v1/apps?limit=1";

    public static Command Make()
    {
        var verb = new Command("whoami", "Say where you are signed in.");
        verb.SetAction((line, cancel) => Run(Talk.Of(line), cancel));
        return verb;
    }

    /// <summary>No answer, or a token that the server does not know. Any other answer came to somebody it knows.</summary>
    public static bool IsUnknown(BrainAnswer answer) => answer.Status is null or HttpStatusCode.Unauthorized || (int)answer.Status >= 500;

    public static string Why(Session session, BrainAnswer answer) =>
        answer.Status == HttpStatusCode.Unauthorized ? $"{session.Server} does not know this token." : answer.Message;

    private static async Task<int> Run(Talk talk, CancellationToken cancel)
    {
        if (Session.Open() is not { } session) return talk.Fail(Exit.Remote, "Nobody is signed in.", "mkt login --server URL --token TOKEN");
        using var brain = new BrainClient(session);
        var answer = await brain.Get(Probe, cancel);
        if (IsUnknown(answer)) return talk.Fail(Exit.Remote, Why(session, answer), "mkt login --server URL --token TOKEN");
        var token = session.Token.Length > 12 ? $"…{session.Token[^4..]}" : "…";
        talk.Say($"{session.Server}  token {token}  accepted");
        return talk.End(Exit.Ok, new JsonObject { ["server"] = session.Server, ["token"] = token });
    }
}
