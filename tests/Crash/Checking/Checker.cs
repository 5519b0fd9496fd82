using System.Text.Json;
using Marketplace.Tests.Crash.Driving;

namespace Marketplace.Tests.Crash.Checking;

/// <summary>Judges what a host shows against what its callers were told. Nothing acknowledged is lost, nothing is there twice, what was
/// not acknowledged is there once or not at all, and the host's own word on an operation agrees with what it shows.</summary>
internal static class Checker
{
    /// <summary>Everything that is wrong; empty when nothing is.</summary>
    public static List<string> Judge(History history, Seen seen)
    {
        var wrong = new List<string>();
        Acknowledged(history, seen, wrong);
        Counted(history, seen, wrong);
        foreach (var app in Driver.Apps) Installed(app, history, seen, wrong);
        return wrong;
    }

    private static void Acknowledged(History history, Seen seen, List<string> wrong)
    {
        foreach (var intent in history.Intents)
        {
            var said = seen.Operations.GetValueOrDefault(intent.Key, "");
            if (!history.Acks.TryGetValue(intent.Key, out var ack))
            {
                if (said == "refused") wrong.Add($"{intent.Kind} {intent.Key} was never answered and is said to be refused");
                continue;
            }
            if (ack.Status is not (200 or 201)) wrong.Add($"{intent.Kind} {intent.Key} was answered {ack.Status} {ack.Text}");
            else if (said != "completed") wrong.Add($"{intent.Kind} {intent.Key} was acknowledged and is said to be '{said}'");
            else if (intent.Kind == "scan") Scanned(ack, seen, wrong);
        }
    }

    private static void Scanned(Ack ack, Seen seen, List<string> wrong)
    {
        var body = JsonElement.Parse(ack.Text);
        var (job, invocation) = (body.GetProperty("result").GetProperty("job").GetString()!, body.GetProperty("invocation").GetString()!);
        var (jobs, lines) = (seen.Jobs.Count(j => j == job), seen.Invocations.Count(i => i == invocation));
        if (jobs != 1) wrong.Add($"the job {job} of {ack.Key} is there {jobs} times");
        if (lines != 1) wrong.Add($"the line {invocation} of {ack.Key} is there {lines} times");
    }

    /// <summary>As many jobs and lines as scans that are said to have happened: no more, no fewer.</summary>
    private static void Counted(History history, Seen seen, List<string> wrong)
    {
        var happened = history.Intents.Count(i => i.Kind == "scan" && seen.Operations.GetValueOrDefault(i.Key) == "completed");
        if (seen.Jobs.Count != happened) wrong.Add($"{happened} scans happened and {seen.Jobs.Count} jobs are there");
        if (seen.Invocations.Count != happened) wrong.Add($"{happened} scans happened and {seen.Invocations.Count} lines are there");
        if (seen.Jobs.Distinct().Count() != seen.Jobs.Count) wrong.Add("a job is listed twice");
    }

    /// <summary>Commands to one install were sent one after the other: the last that is said to have happened decides.</summary>
    private static void Installed(string app, History history, Seen seen, List<string> wrong)
    {
        var commands = history.Intents.Where(i => i.Kind is "install" or "uninstall" && (i.Path + i.Body).Contains(app, StringComparison.Ordinal));
        var last = commands.LastOrDefault(i => seen.Operations.GetValueOrDefault(i.Key) == "completed");
        var expected = last?.Kind switch { "install" => "active", "uninstall" => "uninstalled", _ => "" };
        if (seen.Installs.GetValueOrDefault(app, "") != expected) wrong.Add($"{app} is '{seen.Installs.GetValueOrDefault(app)}' and should be '{expected}'");
    }
}
