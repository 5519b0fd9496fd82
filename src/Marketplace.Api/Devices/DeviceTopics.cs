namespace Marketplace.Api.Devices;

/// <summary>The topics of one device: up <c>v1/{device}/t/{series}</c>, down <c>v1/{device}/c/{command}</c>, and no others.</summary>
internal static class DeviceTopics
{
    /// <summary>The series of an up topic of this device, or null.</summary>
    public static string? Series(string device, string topic) => Rest(device, topic, "/t/") is { } series && DeviceCodes.IsSeries(series) ? series : null;

    /// <summary>Whether the device may listen there: one of its own commands, or all of them.</summary>
    public static bool MayListen(string device, string filter) => Rest(device, filter, "/c/") is { } command && (command is "#" or "+" || DeviceCodes.IsSeries(command));

    /// <summary>The down topic of a command.</summary>
    public static string Command(string device, string command) => DeviceCodes.IsSeries(command)
        ? $"v1/{device}/c/{command}"
        : throw new ArgumentException("A command is a letter, then letters and digits.", nameof(command));

    private static string? Rest(string device, string topic, string way)
    {
        var start = "v1/".Length + device.Length;
        return topic.Length > start + way.Length && topic.StartsWith("v1/", StringComparison.Ordinal)
            && string.CompareOrdinal(topic, 3, device, 0, device.Length) == 0 && string.CompareOrdinal(topic, start, way, 0, way.Length) == 0
            ? topic[(start + way.Length)..]
            : null;
    }
}
