namespace Marketplace.Domain.Jobs;

/// <summary>What the host calls functions for; the words of a trigger's <c>on</c>, <c>job</c>, and <c>app</c> for another app's call.</summary>
public static class Causes
{
    /// <summary>A trigger's kind, or <c>ctx.job.start</c>.</summary>
    public const string Record = "record", Schedule = "schedule", Event = "event", Webhook = "webhook", Device = "device", Job = "job",
        Install = "install", Upgrade = "upgrade", Uninstall = "uninstall", App = "app";

    /// <summary>Who calls, as the log names it.</summary>
    public static string Actor(string cause) => "trigger:" + cause;
}
