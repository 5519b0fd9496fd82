using System.CommandLine;
using System.Net.Sockets;
using Marketplace.Tool.Apps;
using Marketplace.Tool.Dev;
using Marketplace.Tool.Terminal;

namespace Marketplace.Tool.Verbs;

/// <summary><c>mkt dev</c>: the app in the browser, with the host's renderer and a firm in memory. No account, no network.</summary>
internal static class DevVerb
{
    public static Command Make()
    {
        var folder = Arguments.Folder();
        var port = new Option<int>("--port") { Description = "Port on localhost.", DefaultValueFactory = _ => 5090 };
        var verb = new Command("dev", "Show the app on http://localhost:5090 over a firm in memory; reload when files change.") { folder, port };
        verb.SetAction((line, cancel) => Run(Talk.Of(line), line.GetValue(folder)!, line.GetValue(port), cancel));
        return verb;
    }

    private static async Task<int> Run(Talk talk, string folder, int port, CancellationToken cancel)
    {
        if (!Directory.Exists(folder)) return talk.Fail(Exit.Usage, $"There is no folder {folder}.");
        try
        {
            await DevServer.Serve(Path.GetFullPath(folder), port, _ =>
            {
                var seen = Examination.Of(folder);
                FindingPage.Show(talk, folder, seen.Findings);
                talk.Say($"http://localhost:{port} shows {seen.Package?.Manifest.Id ?? folder}; it reloads when you save. Ctrl+C ends it.", "green");
            }, cancel);
            return Exit.Ok;
        }
        catch (IOException e) when (e.InnerException is SocketException || e.Message.Contains("address already in use", StringComparison.OrdinalIgnoreCase))
        {
            return talk.Fail(Exit.Failed, $"Port {port} is taken.", "Choose another with --port.");
        }
    }
}
