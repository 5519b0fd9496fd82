using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json.Nodes;
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
        if (!Directory.Exists(folder)) return talk.Fail(Exit.Usage, $"There is no folder {folder}.", "Give the folder that holds app.json.");
        if (port is < 1 or > 65535) return talk.Fail(Exit.Usage, $"{port} is no port.", "Choose one from 1024 to 65535.");
        try
        {
            await DevServer.Serve(Path.GetFullPath(folder), port, talk, (firm, first) => Show(talk, (folder, port), firm, first), cancel);
            return Exit.Ok;
        }
        catch (IOException e) when (e.InnerException is SocketException || e.Message.Contains("address already in use", StringComparison.OrdinalIgnoreCase))
        {
            return talk.Fail(Exit.Failed, $"Port {port} is taken.", "Choose another with --port.");
        }
    }

    private static void Show(Talk talk, (string Folder, int Port) at, DevFirm firm, bool first)
    {
        FindingPage.Show(talk, at.Folder, firm.Findings);
        var app = firm.Package?.Manifest.Id;
        if (!first)
        {
            talk.Say(app is null ? $"reloaded: {FindingPage.Sum(firm.Findings)}" : "reloaded", app is null ? "red" : "");
            return;
        }
        var address = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{at.Port}");
        talk.Say(app is null ? $"{address} shows what stands in the way; it reloads when you save. Ctrl+C ends it."
            : $"{address} shows {app}; it reloads when you save. Ctrl+C ends it.", app is null ? "yellow" : "green");
        talk.End(Exit.Ok, new JsonObject { ["address"] = address, ["app"] = app, ["findings"] = FindingPage.Json(firm.Findings) });
    }
}
