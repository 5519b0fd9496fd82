using System.Diagnostics;

namespace Marketplace.Tests.Adversarial.Runners;

/// <summary>Processes that burn a core each, until disposed.</summary>
internal sealed class BusyMachine : IDisposable
{
    private readonly List<Process> burners = [];

    public BusyMachine(int processes)
    {
        for (var i = 0; i < processes; i++)
            burners.Add(Process.Start(new ProcessStartInfo("sh", ["-c", "exec yes >/dev/null"]) { UseShellExecute = false })
                ?? throw new InvalidOperationException("The shell did not start."));
    }

    public void Dispose()
    {
        foreach (var burner in burners)
        {
            burner.Kill();
            burner.Dispose();
        }
    }
}
