using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Marketplace.Bench.Host;

/// <summary>So many clients, each sending its next call when the last was answered, for so long.</summary>
internal sealed class Clients(Uri address, string token)
{
    private readonly HttpClient client = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 })
    {
        BaseAddress = address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    /// <summary>One call; throws unless it was answered with 200.</summary>
    public async Task Call(string path, string body)
    {
        if (await Try(path, body) is { } refused) throw new InvalidOperationException(refused);
    }

    /// <summary>One call; what it was refused with, or null.</summary>
    public async Task<string?> Try(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? null : $"{path}: {(int)answer.StatusCode} {text}";
    }

    /// <summary>Prints calls per second and the latency's median, 95th and 99th percentile.</summary>
    public async Task<string> Measure(string name, string path, int clients, TimeSpan length, Func<int, string> body)
    {
        var clock = Stopwatch.StartNew();
        var number = 0;
        var all = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            List<double> mine = [];
            while (clock.Elapsed < length)
            {
                var began = Stopwatch.GetTimestamp();
                await Call(path, body(Interlocked.Increment(ref number)));
                mine.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
            return mine;
        })));
        double[] sorted = [.. all.SelectMany(static one => one).Order()];
        return string.Create(CultureInfo.InvariantCulture,
            $"{name,-28} clients {clients,3}  {sorted.Length / clock.Elapsed.TotalSeconds,7:F0} calls/s  p50 {At(sorted, 50),7:F1} ms  p95 {At(sorted, 95),7:F1} ms  p99 {At(sorted, 99),7:F1} ms");
    }

    private static double At(double[] sorted, int percent) => sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)];
}
