using System.Text;
using MQTTnet;
using MQTTnet.Protocol;

namespace Marketplace.Machine;

/// <summary>One simulated machine tool: listens for set-points, reads back. Reconnects for as long as it lives.</summary>
internal sealed class MachineTool(string device, Behaviour behaviour, Switches switches, TimeProvider time, TextWriter output)
{
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);
    private readonly Lock _counting = new();
    private long _seq;

    /// <summary>How it answers the next command.</summary>
    public Behaviour Behaviour { get; set; } = behaviour;

    public async Task Run(CancellationToken stop)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        var gone = new TaskCompletionSource();
        client.ApplicationMessageReceivedAsync += received => Receive(client, received.ApplicationMessage.ConvertPayloadToString() ?? "", stop);
        client.DisconnectedAsync += _ =>
        {
            gone.TrySetResult();
            return Task.CompletedTask;
        };
        var wait = TimeSpan.FromMilliseconds(200);
        while (!stop.IsCancellationRequested)
        {
            gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (await Connect(client, stop))
            {
                wait = TimeSpan.FromMilliseconds(200);
                Say("connected");
                await gone.Task.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!stop.IsCancellationRequested) Say("disconnected, trying again");
            }
            await Task.Delay(wait, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
        await client.TryDisconnectAsync();
    }

    private async Task<bool> Connect(IMqttClient client, CancellationToken stop)
    {
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer(switches.Host, switches.Port)
            .WithClientId(device)
            .WithCredentials(device, switches.TokenOf(device))
            .WithCleanStart()
            .WithTimeout(TimeSpan.FromSeconds(5))
            .Build();
        try
        {
            var answer = await client.ConnectAsync(options, stop);
            if (answer.ResultCode != MqttClientConnectResultCode.Success)
            {
                Say($"refused: {answer.ResultCode}");
                return false;
            }
            await client.SubscribeAsync($"v1/{device}/c/setpoints", MqttQualityOfServiceLevel.AtLeastOnce, stop);
            return true;
        }
        catch (Exception failed) when (failed is MQTTnet.Exceptions.MqttCommunicationException or OperationCanceledException)
        {
            if (!stop.IsCancellationRequested) Say($"no connection to {switches.Host}:{switches.Port}: {failed.Message}");
            return false;
        }
    }

    private Task Receive(IMqttClient client, string payload, CancellationToken stop)
    {
        var behaviour = Behaviour;
        if (Readback.Read(payload) is not { } command)
        {
            Say("a command that is not understood");
            return Task.CompletedTask;
        }
        Say($"job {command.Job}: {command.Setpoints.Count} set-points, {behaviour.ToString().ToLowerInvariant()}");
        // Not awaited: a lagging answer must not hold up the next command. It catches what a connection can throw.
        if (behaviour != Behaviour.Drop) _ = Answer(client, command, behaviour, stop);
        return Task.CompletedTask;
    }

    private async Task Answer(IMqttClient client, Readback.Command command, Behaviour behaviour, CancellationToken stop)
    {
        try
        {
            if (behaviour == Behaviour.Lag) await Task.Delay(Lag, time, stop);
            var held = Readback.Hold(command.Setpoints, switches.Resolution, behaviour);
            var message = new MqttApplicationMessageBuilder()
                .WithTopic($"v1/{device}/t/readback")
                .WithPayload(Readback.Write(NextSeq(), time.GetUtcNow(), command.Job, held))
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                .Build();
            await client.PublishAsync(message, stop);
        }
        catch (Exception failed) when (failed is MQTTnet.Exceptions.MqttCommunicationException or InvalidOperationException or OperationCanceledException)
        {
            if (!stop.IsCancellationRequested) Say($"could not read back: {failed.Message}");
        }
    }

    // By the clock, so that numbers keep rising when the program is started again.
    private long NextSeq()
    {
        lock (_counting) return _seq = Math.Max(_seq + 1, time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    private void Say(string text)
    {
        lock (output) output.WriteLine(new StringBuilder(device).Append(' ').Append(text));
    }
}
