using System.CommandLine;
using System.Text.Json.Nodes;
using Marketplace.Tool.Remote;
using Marketplace.Tool.Terminal;

namespace Marketplace.Tool.Verbs;

/// <summary><c>mkt login</c>: keeps a server and a token, after asking the server whether the token is good.</summary>
internal static class LoginVerb
{
    public static Command Make()
    {
        var server = new Option<string?>("--server") { Description = "Address of the brain, such as http://localhost:5080." };
        var token = new Option<string?>("--token") { Description = "Token of your publisher; \"-\" reads it from standard input." };
        var verb = new Command("login", "Keep a server and a token for publish, status and whoami.") { server, token };
        verb.SetAction((line, cancel) => Run(Talk.Of(line), line.GetValue(server), line.GetValue(token), cancel));
        return verb;
    }

    private static async Task<int> Run(Talk talk, string? server, string? token, CancellationToken cancel)
    {
        var address = server ?? (talk.MayAsk ? talk.Ask("Server:", "http://localhost:5080") : "");
        var secret = token == "-" ? (await Console.In.ReadLineAsync(cancel) ?? "").Trim() : token ?? (talk.MayAsk ? talk.Ask("Token:", secret: true) : "");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return talk.Fail(Exit.Usage, "login needs --server, an http or https address.", "mkt login --server http://localhost:5080 --token …");
        if (secret.Length == 0) return talk.Fail(Exit.Usage, "login needs --token.", "mkt login --server http://localhost:5080 --token …");
        var session = new Session(uri.GetLeftPart(UriPartial.Authority), secret);
        using var brain = new BrainClient(session);
        var answer = await brain.Get(WhoamiVerb.Probe, cancel);
        if (WhoamiVerb.IsUnknown(answer)) return talk.Fail(Exit.Remote, WhoamiVerb.Why(session, answer), "Nothing was kept. Look at the address and the token.");
        session.Save();
        talk.Say($"Signed in at {session.Server}.", "green");
        return talk.End(Exit.Ok, new JsonObject { ["server"] = session.Server });
    }
}
