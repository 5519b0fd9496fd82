using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Marketplace.Tests.Running;

namespace Marketplace.Tests.Api.Telemetry;

/// <summary>A span as a collector is told of it.</summary>
internal sealed record Span(string Trace, string Id, string Parent, string Name);

/// <summary>What OpenTelemetry's exporter speaks to: it keeps whatever is sent, and reads the spans out of it.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<(string Path, byte[] Body)> sent = new();
    private readonly Task listening;

    public Collector()
    {
        Address = $"http://localhost:{Ports.Free()}/";
        listener.Prefixes.Add(Address);
        listener.Start();
        listening = Listen();
    }

    public string Address { get; }

    /// <summary>Every span so far.</summary>
    public List<Span> Spans => [.. sent.Where(static one => one.Path == "/v1/traces").SelectMany(static one => Wire.Messages(one.Body, 1, 2, 2)).Select(Span)];

    /// <summary>Everything that was sent to a path, as text in which only texts are readable.</summary>
    public string Text(string path) => string.Join('\n', sent.Where(one => one.Path == path).Select(static one => Encoding.UTF8.GetString(one.Body)));

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await listening;
    }

    private static Span Span(byte[] message) => new(
        Convert.ToHexStringLower(Wire.Bytes(message, 1)), Convert.ToHexStringLower(Wire.Bytes(message, 2)), Convert.ToHexStringLower(Wire.Bytes(message, 4)),
        Encoding.UTF8.GetString(Wire.Bytes(message, 5)));

    private async Task Listen()
    {
        while (true)
        {
            try
            {
                var context = await listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                sent.Enqueue((context.Request.Url!.AbsolutePath, body.ToArray()));
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
