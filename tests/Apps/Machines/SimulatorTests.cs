using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Marketplace.Tests.Running;

namespace Marketplace.Tests.Apps.Machines;

/// <summary>The simulator as the host runs it: a child process against a listening broker.</summary>
public sealed class SimulatorTests : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Device, JsonElement Reading, TimeSpan At)> _readings = new();
    private readonly ConcurrentDictionary<string, string> _passwords = new();
    private readonly ConcurrentDictionary<string, bool> _listening = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly int _port = Ports.Free();
    private readonly MqttServer _server;
    private readonly string _tokens = Path.GetTempFileName();
    private Process? _simulator;

    public SimulatorTests()
    {
        var options = new MqttServerOptionsBuilder().WithDefaultEndpoint().WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointPort(_port).Build();
        _server = new MqttServerFactory().CreateMqttServer(options);
        _server.ValidatingConnectionAsync += e =>
        {
            _passwords[e.ClientId] = $"{e.UserName}:{e.Password}";
            return Task.CompletedTask;
        };
        _server.ClientSubscribedTopicAsync += e =>
        {
            _listening[e.ClientId] = true;
            return Task.CompletedTask;
        };
        _server.InterceptingPublishAsync += e =>
        {
            if (e.ApplicationMessage.Topic.EndsWith("/t/readback", StringComparison.Ordinal))
                foreach (var reading in JsonDocument.Parse(e.ApplicationMessage.ConvertPayloadToString()!).RootElement.EnumerateArray())
                    _readings.Enqueue((e.ApplicationMessage.Topic.Split('/')[1], reading, _clock.Elapsed));
            return Task.CompletedTask;
        };
    }

    [Fact]
    public async Task Answers_honestly_lies_lags_and_drops_as_it_is_told_and_ends_with_its_parent()
    {
        await _server.StartAsync();
        await File.WriteAllTextAsync(_tokens, "token-for-all\nM-02=its-own\n", TestContext.Current.CancellationToken);
        _simulator = Start("--device", "M-01", "--device", "M-02=lie", "--device", "M-03=lag", "--device", "M-04=drop");
        await Until(() => _listening.Count == 4, "all four listen");
        Assert.Equal("M-01:token-for-all", _passwords["M-01"]);
        Assert.Equal("M-02:its-own", _passwords["M-02"]);

        var sent = _clock.Elapsed;
        foreach (var device in _listening.Keys) await Send(device, "job-1");
        await Until(() => _readings.Count >= 3, "three have answered");
        Assert.DoesNotContain(_readings, static r => r.Device == "M-04");
        Assert.Equal("6000", Spindle("M-01"));
        Assert.NotEqual("6000", Spindle("M-02"));
        Assert.Equal("6000", Spindle("M-03"));
        Assert.InRange(_readings.Single(static r => r.Device == "M-03").At - sent, TimeSpan.FromSeconds(7.5), TimeSpan.FromSeconds(25));

        await _simulator.StandardInput.WriteLineAsync("M-01 lie");
        await _simulator.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        // The switch is read on its own line; a few commands may still meet the old behaviour.
        for (var i = 0; i < 50 && Spindle("M-01") == "6000"; i++)
        {
            await Send("M-01", $"job-{i + 2}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        Assert.NotEqual("6000", Spindle("M-01"));
        var seqs = _readings.Where(static r => r.Device == "M-01").Select(static r => r.Reading.GetProperty("seq").GetInt64()).ToList();
        Assert.Equal(seqs.Order().Distinct(), seqs);

        _simulator.StandardInput.Close();
        await _simulator.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(0, _simulator.ExitCode);
    }

    private string? Spindle(string device) => _readings.Last(r => r.Device == device).Reading
        .GetProperty("value").GetProperty("readback")[0].GetProperty("value").GetString();

    private Task Send(string device, string job)
    {
        var payload = $$"""{"job":"{{job}}","setpoints":[{"name":"主轴转速","value":"6000","unit":"r/min"},{"name":"切削深度","value":"0.80","unit":"mm"}]}""";
        var message = new MqttApplicationMessageBuilder().WithTopic($"v1/{device}/c/setpoints").WithPayload(Encoding.UTF8.GetBytes(payload))
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
        return _server.InjectApplicationMessage(new InjectedMqttApplicationMessage(message) { SenderClientId = "host" });
    }

    private Process Start(params string[] devices)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var arg in (string[])[Path.Combine(AppContext.BaseDirectory, "machine-simulator.dll"), "--server", $"127.0.0.1:{_port}", "--token-file", _tokens, .. devices])
            start.ArgumentList.Add(arg);
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private static async Task Until(Func<bool> reached, string what)
    {
        for (var i = 0; i < 300 && !reached(); i++) await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.True(reached(), $"not within thirty seconds: {what}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_simulator is { HasExited: false }) _simulator.Kill();
        _simulator?.Dispose();
        await _server.StopAsync();
        _server.Dispose();
        File.Delete(_tokens);
    }
}
