using System.Diagnostics;
using System.Globalization;
using System.Text;
using MQTTnet;
using MQTTnet.Protocol;

namespace Marketplace.Load.Telemetry;

/// <summary>A meter with a memory: it sends batches when they are due, forgets one only when it is acknowledged, and comes back after a broken
/// connection with what was not. It knows what it has measured, by the second at which each window ends, in whole thousandths.</summary>
internal sealed class Meter(string device, string token, int port, int seed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Random dice = new(seed);
    private long seq;

    /// <summary>What every window must come to: how many readings, and their sum.</summary>
    public Dictionary<long, (long Count, long Sum)> Measured { get; } = [];

    public long Sent => seq;

    public int Publishes { get; private set; }

    public int Resends { get; private set; }

    public int Connections { get; private set; }

    public TimeSpan Longest { get; private set; }

    /// <summary>Sends a batch each interval until the time is over; a batch that is late is sent at once.</summary>
    public async Task Run(DateTimeOffset from, TimeSpan length, TimeSpan interval, int perBatch)
    {
        IMqttClient? client = null;
        try
        {
            var began = Stopwatch.GetTimestamp();
            for (var batch = 1; batch * interval <= length; batch++)
            {
                var wait = (batch * interval) - Stopwatch.GetElapsedTime(began);
                if (wait > TimeSpan.Zero) await Task.Delay(wait);
                client = await Deliver(client, Batch(from + (batch * interval), interval, perBatch));
            }
        }
        finally
        {
            client?.Dispose();
        }
    }

    /// <summary>Readings that lead up to a time.</summary>
    private byte[] Batch(DateTimeOffset until, TimeSpan interval, int count)
    {
        var text = new StringBuilder("[");
        for (var n = count - 1; n >= 0; n--)
        {
            var (at, value) = (until - (n * interval / count), dice.Next(0, 100_000));
            var end = (long)Math.Ceiling(at.ToUnixTimeMilliseconds() / (MeterApp.Seconds * 1_000.0)) * MeterApp.Seconds;
            var had = Measured.GetValueOrDefault(end);
            Measured[end] = (had.Count + 1, had.Sum + value);
            text.Append(CultureInfo.InvariantCulture, $"{(text.Length > 1 ? "," : "")}{{\"seq\":{++seq},\"at\":\"{at.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}\",\"value\":{value / 1000m}}}");
        }
        return Encoding.UTF8.GetBytes(text.Append(']').ToString());
    }

    private async Task<IMqttClient> Deliver(IMqttClient? client, byte[] payload)
    {
        var message = new MqttApplicationMessageBuilder().WithTopic($"v1/{device}/t/{MeterApp.Series}").WithPayload(payload).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
        var since = Stopwatch.GetTimestamp();
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                using var time = new CancellationTokenSource(Patience);
                client ??= await Connect(time.Token);
                if (!isFirst) Resends++;
                var told = await client.PublishAsync(message, time.Token);
                if (told.IsSuccess)
                {
                    Publishes++;
                    var took = Stopwatch.GetElapsedTime(since);
                    if (took > Longest) Longest = took;
                    return client;
                }
            }
            catch (Exception broken) when (broken is MQTTnet.Exceptions.MqttCommunicationException or MQTTnet.Exceptions.MqttProtocolViolationException or OperationCanceledException
                or InvalidOperationException or IOException or System.Net.Sockets.SocketException)
            {
                // The host is gone, or was too slow; whether it has the batch nobody knows.
                client?.Dispose();
                client = null;
            }
            client?.Dispose();
            client = null;
            await Task.Delay(dice.Next(100, 400));
        }
    }

    private async Task<IMqttClient> Connect(CancellationToken cancel)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        try
        {
            await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("localhost", port).WithClientId(device).WithCredentials(device, Encoding.UTF8.GetBytes(token))
                .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500).Build(), cancel);
            Connections++;
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }
}
