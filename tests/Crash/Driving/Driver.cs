using Marketplace.Tests.Running;

namespace Marketplace.Tests.Crash.Driving;

/// <summary>Scans with several hands and installs and uninstalls with another, until the host is gone under them.</summary>
internal sealed class Driver(Uri address, Journal journal)
{
    public const string Scans = "/api/v1/installs/auto/tag-to-parameter/functions/onScan";
    public const string ScanFirm = "mkt_dev_sme", InstallFirm = "mkt_dev_sme2";
    public static readonly string[] Apps = ["auto/tag-to-parameter", "demo/echo"];
    private const int Hands = 6;
    private int turn = journal.Read().Intents.Count(i => i.Kind is "install" or "uninstall");

    /// <summary>Runs until the host does not answer any more; an answer that is no success is a failure of the host.</summary>
    public Task Run() => Task.WhenAll(Enumerable.Range(0, Hands).Select(Scan).Append(Install()));

    /// <summary>Sends one intent and notes its answer; false when none came.</summary>
    public static async Task<bool> Send(Journal journal, Talk talk, Intent intent)
    {
        try
        {
            var reply = await talk.Post(intent.Path, intent.Body, intent.Key);
            journal.Note(new Ack(intent.Key, reply.Status, reply.Text));
            return true;
        }
        catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException or IOException)
        {
            return false;
        }
    }

    private async Task Scan(int hand)
    {
        using var talk = new Talk(address, ScanFirm);
        foreach (var intent in ScanIntents(hand))
            if (!await Send(journal, talk, intent)) return;
    }

    private IEnumerable<Intent> ScanIntents(int hand)
    {
        var (code, machine) = hand % 3 == 2 ? ("DEMO-ENVELOPE", "M-02") : ("DEMO-GREEN", "M-01");
        while (true) yield return Noted("scan", ScanFirm, Scans, $$"""{"code":"{{code}}","machine":"{{machine}}"}""");
    }

    /// <summary>The same work while the database behind the host dies and comes back: 503 is an answer that leaves open what happened, and is
    /// asked again under its key, until <paramref name="end"/>.</summary>
    public Task RunThrough(CancellationToken end) => Task.WhenAll(Enumerable.Range(0, Hands).Select(hand => Keep(ScanIntents(hand), end)).Append(Keep(InstallIntents(), end)));

    private async Task Keep(IEnumerable<Intent> intents, CancellationToken end)
    {
        foreach (var intent in intents)
        {
            using var talk = new Talk(address, intent.Token);
            Reply reply;
            while ((reply = await talk.Post(intent.Path, intent.Body, intent.Key)).Status == 503) await Task.Delay(100, CancellationToken.None);
            journal.Note(new Ack(intent.Key, reply.Status, reply.Text));
            if (end.IsCancellationRequested) return;
        }
    }

    /// <summary>One after the other, so that each one's place in the history is certain: the apps in turn, in and out.</summary>
    private async Task Install()
    {
        using var talk = new Talk(address, InstallFirm);
        foreach (var intent in InstallIntents())
            if (!await Send(journal, talk, intent)) return;
    }

    private IEnumerable<Intent> InstallIntents()
    {
        for (; ; turn++)
        {
            var app = Apps[turn % 2];
            yield return turn / 2 % 2 == 0
                ? Noted("install", InstallFirm, "/api/v1/installs", $$"""{"app":"{{app}}","grants":"all"}""")
                : Noted("uninstall", InstallFirm, $"/api/v1/installs/{app}/uninstall", "");
        }
    }

    private Intent Noted(string kind, string token, string path, string body)
    {
        var intent = new Intent(Guid.NewGuid().ToString(), kind, token, path, body);
        journal.Note(intent);
        return intent;
    }
}
