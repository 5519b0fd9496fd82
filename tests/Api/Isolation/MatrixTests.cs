using System.Diagnostics;
using System.Globalization;
using Marketplace.Tests.Isolation;
using Xunit;

namespace Marketplace.Tests.Api.Isolation;

/// <summary>Every route times the firm itself, one role below, another firm, another brain's firm, nobody and a removed person, on a real host
/// (<c>routes.tsv</c>, whose completeness the House lane proves). Strangers first, then the firm's rows are what they were, then the firm.</summary>
public sealed class MatrixTests(ITestOutputHelper output)
{
    private static readonly Sheet sheet = Sheet.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Isolation", "routes.tsv")));

    private static bool IsNightly => Environment.GetEnvironmentVariable("NIGHTLY") == "1";

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Nobody_reads_writes_or_guesses_what_is_another_firms(string engine)
    {
        var (began, seed) = (Stopwatch.GetTimestamp(), IsNightly ? Environment.TickCount : 20261127);
        await using var ground = await Ground.Plant(engine, seed);
        var matrix = new Matrix(ground, static (actor, method, path, send, key, headers) => actor.Send(method, path, send, key, headers));
        // A tenth on the second engine; what undoes something comes with the row before it.
        bool Drawn(int i) => i % 10 == seed % 10;
        var rows = engine == "sqlite" || IsNightly ? sheet.Rows
            : [.. sheet.Rows.Where((_, i) => Drawn(i) || (i + 1 < sheet.Rows.Count && Drawn(i + 1) && sheet.Rows[i + 1].Name.EndsWith("/resume", StringComparison.Ordinal)))];

        var before = await ground.Rows();
        foreach (var column in new[] { "other", "brain" })
            foreach (var row in rows) await matrix.Exists(row, column);
        foreach (var column in Matrix.Strangers)
            foreach (var row in rows) await matrix.Cell(row, column);
        var after = await ground.Rows();
        if (rows.Count == sheet.Rows.Count) await WrongHosts.AreCaught(ground, rows);
        foreach (var row in rows) await matrix.Cell(row, "own");
        await Public(ground, matrix);
        var log = ground.Birds.InLog(ground.Host.Printed).ToList();

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{engine}, seed {seed}: {rows.Count} routes of {sheet.Rows.Count}, {matrix.Cells} cells, {matrix.Pairs} pairs of here and nowhere, ")
            + string.Create(CultureInfo.InvariantCulture, $"{ground.Birds.All.Count} canaries, {ground.Birds.Searched} bytes searched, {before.Rows.Count} rows of the firm (digest {before.Digest}), {matrix.Broken.Count} broken, {log.Count} in the log, {Stopwatch.GetElapsedTime(began).TotalSeconds:f1} s"));
        Assert.True(before.Rows.Count > 50, "the firm has too few rows for a digest to mean anything");
        Holds("the matrix", matrix.Broken);
        Holds("the firm's rows are not what they were", [.. before.Against(after)]);
        Holds("the log", log);
    }

    private static void Holds(string what, IReadOnlyList<string> broken) => Assert.True(broken.Count == 0, $"{what}, {broken.Count}:\n{string.Join('\n', broken)}");

    /// <summary>What the host says to anyone, after all of that.</summary>
    private static async Task Public(Ground ground, Matrix matrix)
    {
        foreach (var path in new[] { "/metrics", "/openapi/v1.json", "/docs", "/health/live", "/health/ready", "/sign-in", "/floor/sign-in", "/no-such-page", "/api/v1/no-such-route" })
            matrix.Search(path, ground["none"], await ground["none"].Send("GET", path, "-", ""));
    }
}
