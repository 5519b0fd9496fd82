using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

/// <summary>Loaded into a host by <c>DOTNET_STARTUP_HOOKS</c>: ends the process with SIGKILL at a chosen point of a chosen request. A request
/// says so itself by its trace id: <c>dead</c>, then the point's number in four hexadecimal digits. A point is the begin or the end of a span;
/// the product knows nothing of this. A request kills once: what it left to be
/// done carries its trace, and the host that does it must live.</summary>
internal static class StartupHook
{
    private static readonly ConcurrentDictionary<ActivityTraceId, int> passed = new();

    private static readonly HashSet<string> killed = Directory.Exists(Place) ? [.. Directory.GetFiles(Place).Select(static file => Path.GetFileName(file)!)] : [];

    private static string Place => Path.Combine(Directory.GetCurrentDirectory(), "killed");

    public static void Initialize() => ActivitySource.AddActivityListener(new ActivityListener
    {
        ShouldListenTo = static source => source.Name.StartsWith("Marketplace.", StringComparison.Ordinal) || source.Name is "Npgsql" or "Microsoft.AspNetCore",
        Sample = static (ref ActivityCreationOptions<ActivityContext> made) => Point(made.TraceId) > 0 ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
        ActivityStarted = static span => Pass(span, "begin"),
        ActivityStopped = static span => Pass(span, "end"),
    });

    private static int Point(ActivityTraceId trace)
    {
        var text = trace.ToHexString();
        return text.StartsWith("dead", StringComparison.Ordinal) && !killed.Contains(text) && int.TryParse(text.AsSpan(4, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var point) ? point : 0;
    }

    private static void Pass(Activity span, string what)
    {
        if (Point(span.TraceId) is not (> 0 and var point) || passed.AddOrUpdate(span.TraceId, 1, static (_, before) => before + 1) != point) return;
        Console.Error.WriteLine($"killed at point {point}: {what} of {span.OperationName}");
        Directory.CreateDirectory(Place);
        File.WriteAllText(Path.Combine(Place, span.TraceId.ToHexString()), "");
        using var self = Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}
