using System.Diagnostics;
using Marketplace.Contracts.Devices;
using Marketplace.Domain;
using Marketplace.Storage;

namespace Marketplace.Host.Seed;

/// <summary>The machines of the demo's shop floors: one child process of the simulator, started again when it ends, gone with the host.
/// Of several hosts one has them: a machine has one token, and each start gives it a new one.</summary>
internal sealed class DemoMachines(HostSettings settings, Database store, IGrainFactory grains, TimeProvider time, ILogger<DemoMachines> log)
{
    private static readonly Dictionary<string, string> Habits = new(StringComparer.Ordinal) { ["M-10"] = "=lie", ["M-11"] = "=lag", ["M-12"] = "=drop" };

    /// <summary>Runs until stopped. Each start registers the machines anew, so no token outlives the process. Machines that cannot be
    /// started now are started later: they are no reason for a host to end.</summary>
    public async Task Run(CancellationToken stop)
    {
        while (settings.MqttPort != 0 && !stop.IsCancellationRequested)
        {
            try
            {
                await using var alone = await store.Alone("demo machines", stop);
                using var process = await Start();
                await Attend(process, stop);
            }
            catch (Exception broken) when (!stop.IsCancellationRequested)
            {
                log.MachinesNotStarted(broken);
            }
            await Task.Delay(TimeSpan.FromSeconds(5), time, stop);
        }
    }

    private async Task Attend(Process process, CancellationToken stop)
    {
        try
        {
            await process.WaitForExitAsync(stop);
            log.MachinesEnded(process.ExitCode);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private async Task<Process> Start()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "machine-simulator.dll"), "--server", $"localhost:{settings.MqttPort}" },
        };
        var tokens = new List<string>();
        foreach (var firm in DemoFirms.ShopFloors)
            foreach (var code in DemoFirms.Machines)
            {
                var device = (await grains.GetGrain<IDeviceGrain>(Keys.Device(firm, code)).Register(Caller.System(firm), code, code)).Must();
                start.ArgumentList.Add("--device");
                start.ArgumentList.Add(device.Id + Habits.GetValueOrDefault(code, ""));
                tokens.Add($"{device.Id}={device.Token}");
            }
        var file = Path.Combine(settings.Data, "machines.tokens");
        await File.WriteAllLinesAsync(file, tokens);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        start.ArgumentList.Add("--token-file");
        start.ArgumentList.Add(file);
        var process = Process.Start(start) ?? throw new InvalidOperationException("The machine simulator did not start.");
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }
}
