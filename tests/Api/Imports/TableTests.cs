using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketplace.Tests.Api.Probe;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Imports;

/// <summary>Files and tables over HTTP, on both engines.</summary>
public sealed class TableTests(SharedHosts hosts)
{
    private const string Firm = "mkt_dev_sme2", Other = "mkt_dev_sme";

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task A_table_is_looked_at_written_once_and_taken_back(string engine)
    {
        var (app, firm, other) = (await TableProbe.Installed(hosts, "tables", engine), await hosts.As(Firm, engine), await hosts.As(Other, engine));
        var made = Expect.Ok(await firm.Post($"{app.Path}/records/part", new { code = "P-0", title = "old", count = 1 }), 201);
        var table = new StringBuilder("零件编号,count,Amount,due,note\r\nP-0,5,1.00,,\r\n");
        for (var i = 1; i <= 450; i++) table.Append(System.Globalization.CultureInfo.InvariantCulture, $"P-{i},{i},{i}.50,2026/11/{i % 28 + 1},x\r\n");
        table.Append("P-7,1,,,\r\nP-900,many,1.005,,\r\n,,,,\r\n");
        var file = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(table.ToString());

        var preview = Expect.Ok(await firm.Bytes($"{app.Path}/imports?entity=part&key=code&name=parts.csv", file, "text/csv", $"look-{app.Id}"), 201);
        Assert.Equal(("preview", 453, 451, 2), (Word(preview, "state"), Count(preview, "lines"), Count(preview, "good"), Count(preview, "bad")));
        Assert.Equal(["code", "count", "amount", "due", ""], preview.GetProperty("columns").EnumerateArray().Select(static c => Word(c, "field")));
        Assert.Equal(["453 uniqueFile", "454 integer", "454 scale"], preview.GetProperty("errors").EnumerateArray().Select(static e => $"{e.GetProperty("line")} {Word(e, "rule")}"));
        Assert.Equal((20, "1.50"), (preview.GetProperty("rows").GetArrayLength(), Word(preview.GetProperty("rows")[1], "amount")));
        Assert.Equal(1, Count(Expect.Ok(await firm.Get($"{app.Path}/records/part?limit=1000")), "count"));
        var at = $"{app.Path}/imports/{Word(preview, "id")}";
        // The same key is the same import; another file under it is not.
        Assert.Equal(Word(preview, "id"), Word(Expect.Ok(await firm.Bytes($"{app.Path}/imports?entity=part&key=code&name=parts.csv", file, "text/csv", $"look-{app.Id}"), 201), "id"));
        Expect.Refused(await firm.Bytes($"{app.Path}/imports?entity=part", "code\r\nx"u8.ToArray(), "text/csv", $"look-{app.Id}"), 422, "operation.mismatch");

        Expect.Refused(await other.Post(at + "/commit"), 404, "notFound");
        Expect.Refused(await other.Get(at), 404, "notFound");
        Expect.Refused(await firm.Post(at + "/undo"), 409, "conflict.state");
        Expect.Ok(await firm.Post(at + "/commit", null, $"write-{app.Id}"));
        var done = await Until(firm, at, "done");
        Assert.Equal((450, 1, 0, 2, 453), (Count(done, "inserted"), Count(done, "updated"), Count(done, "same"), Count(done, "skipped"), Count(done, "reached")));
        // Again with the same key: the same answer and nothing twice. Another key: it is written already.
        Assert.Equal("done", Word(Expect.Ok(await firm.Post(at + "/commit", null, $"write-{app.Id}")), "state"));
        Expect.Refused(await firm.Post(at + "/commit"), 409, "conflict.state");
        Assert.Equal(451, Count(Expect.Ok(await firm.Get($"{app.Path}/records/part?limit=1000")), "count"));
        var changed = Expect.Ok(await firm.Get($"{app.Path}/records/part/{Word(made, "id")}"));
        Assert.Equal(("old", 5, 2), (Word(changed, "title"), Count(changed, "count"), Count(changed, "version")));

        // The same file again changes nothing.
        var again = Expect.Ok(await firm.Bytes($"{app.Path}/imports?entity=part&key=code", file, "text/csv"), 201);
        Expect.Ok(await firm.Post($"{app.Path}/imports/{Word(again, "id")}/commit"));
        Assert.Equal(451, Count(await Until(firm, $"{app.Path}/imports/{Word(again, "id")}", "done"), "same"));

        var touched = Expect.Ok(await firm.Get($"{app.Path}/records/part?where=" + Uri.EscapeDataString("""{"code":"P-9"}"""))).GetProperty("records")[0];
        Expect.Ok(await firm.Patch($"{app.Path}/records/part/{Word(touched, "id")}", new { title = "mine" }));
        Expect.Ok(await firm.Post(at + "/undo"));
        var undone = await Until(firm, at, "undone");
        Assert.Equal((449, 1), (Count(undone, "removed"), Count(undone, "kept")));
        Assert.Equal(2, Count(Expect.Ok(await firm.Get($"{app.Path}/records/part?limit=1000")), "count"));
        Assert.Equal(2, Expect.Ok(await firm.Get($"{app.Path}/imports")).GetProperty("imports").GetArrayLength());
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task A_file_comes_back_as_a_download_and_a_record_names_only_what_is_there(string engine)
    {
        var (app, firm, other) = (await TableProbe.Installed(hosts, "papers", engine), await hosts.As(Firm, engine), await hosts.As(Other, engine));
        var bytes = Encoding.UTF8.GetBytes("尺寸 12.5\n");
        var kept = await firm.Bytes($"{app.Path}/files?name={Uri.EscapeDataString("图纸 1.txt")}", bytes, "text/plain", $"file-{app.Id}");
        var attachment = Expect.Ok(kept, 201);
        Assert.Equal(("图纸 1.txt", "text/plain", bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))),
            (Word(attachment, "name"), Word(attachment, "type"), Count(attachment, "size"), Word(attachment, "sha256")));
        var at = kept.Header("Location");
        Assert.Equal(Word(attachment, "id"), Word(Expect.Ok(await firm.Bytes($"{app.Path}/files?name={Uri.EscapeDataString("图纸 1.txt")}", bytes, "text/plain", $"file-{app.Id}"), 201), "id"));
        var read = await firm.Get(at);
        Assert.Equal(bytes, read.Bytes);
        Assert.StartsWith("attachment; filename=", read.Header("Content-Disposition"), StringComparison.Ordinal);
        Assert.Contains("filename*=UTF-8''%E5%9B%BE%E7%BA%B8", read.Header("Content-Disposition"), StringComparison.Ordinal);
        Assert.Equal(("nosniff", "default-src 'none'; frame-ancestors 'none'; sandbox", "application/octet-stream"), (read.Header("X-Content-Type-Options"), read.Header("Content-Security-Policy"), read.Header("Content-Type")));
        Expect.Refused(await other.Get(at), 404, "notFound");
        Expect.Refused(await firm.Get(at + "x"), 404, "notFound");
        Expect.Refused(await firm.Bytes($"{app.Path}/files?name=a.html", "<html></html>"u8.ToArray(), "text/html"), 422, "file.type");
        Expect.Refused(await firm.Bytes($"{app.Path}/files?name=", bytes, "text/plain"), 400, "input.invalid");

        var record = Expect.Ok(await firm.Post($"{app.Path}/records/part", new { code = "P", paper = attachment }), 201);
        Assert.Equal(1, Count(Expect.Ok(await firm.Get($"{app.Path}/files")).GetProperty("files")[0], "uses"));
        Expect.Refused(await firm.Post($"{app.Path}/records/part", new { code = "Q", paper = new { id = "none", name = "a", type = "text/plain", size = 1, sha256 = "0" } }), 422, "file.unknown");
        Expect.Refused(await firm.Patch($"{app.Path}/records/part/{Word(record, "id")}", new { paper = new { id = Word(attachment, "id"), name = "other", type = "text/plain", size = bytes.Length, sha256 = Word(attachment, "sha256") } }), 422, "file.unknown");
        Assert.Equal(204, (await firm.Delete($"{app.Path}/records/part/{Word(record, "id")}")).Status);
        Assert.Equal(0, Count(Expect.Ok(await firm.Get($"{app.Path}/files")).GetProperty("files")[0], "uses"));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task What_goes_out_comes_in_again_and_an_export_is_whole(string engine)
    {
        var (app, firm) = (await TableProbe.Installed(hosts, "leaving", engine), await hosts.As(Firm, engine));
        var attachment = Expect.Ok(await firm.Bytes($"{app.Path}/files?name=a.txt", "text"u8.ToArray(), "text/plain"), 201);
        Expect.Ok(await firm.Post($"{app.Path}/records/part", new { code = "=1+1", title = "a,\"b\"\nc", count = 7, amount = "-12.50", due = "2026-11-23", paper = attachment }), 201);
        Expect.Ok(await firm.Post($"{app.Path}/records/part", new { code = "@x", title = "铝" }), 201);
        var csv = await firm.Get($"{app.Path}/records/part/export?format=csv");
        Assert.StartsWith("\uFEFFid,零件编号,名称,count,amount,due,paper\r\n", csv.Text, StringComparison.Ordinal);
        Assert.Contains(",'=1+1,\"a,\"\"b\"\"\nc\",7,-12.50,2026-11-23,", csv.Text, StringComparison.Ordinal);
        Assert.Contains(",'@x,铝,,,,\r\n", csv.Text, StringComparison.Ordinal);
        var xlsx = await firm.Get($"{app.Path}/records/part/export?format=xlsx");
        foreach (var (table, type) in new[] { (csv.Bytes, "text/csv"), (xlsx.Bytes, "application/octet-stream") })
        {
            var preview = Expect.Ok(await firm.Bytes($"{app.Path}/imports?entity=part&key=code", table, type), 201);
            Assert.Equal((2, 2, 0), (Count(preview, "lines"), Count(preview, "good"), preview.GetProperty("rows").GetArrayLength()));
        }
        Expect.Pointed(await firm.Get($"{app.Path}/records/part/export?format=pdf"), "?format");

        var (first, second) = ((await firm.Get($"{app.Path}/export")).Bytes, (await firm.Get($"{app.Path}/export")).Bytes);
        Assert.Equal(first, second);
        using var zip = new ZipArchive(new MemoryStream(first));
        Assert.Equal(["export.json", "entities/note.ndjson", "entities/part.ndjson", "files.ndjson", $"files/{Word(attachment, "sha256")}", "settings.json", "digests.json"],
            zip.Entries.Select(static e => e.FullName).Where(static name => !name.StartsWith("entities/", StringComparison.Ordinal) || name is "entities/note.ndjson" or "entities/part.ndjson"));
        foreach (var entry in JsonElement.Parse(Bytes(zip, "digests.json")).EnumerateArray())
            Assert.Equal(Word(entry, "sha256"), Convert.ToHexStringLower(SHA256.HashData(Bytes(zip, Word(entry, "path")))));
        Assert.Equal(app.Id, Word(JsonElement.Parse(Bytes(zip, "export.json")), "app"));
        Assert.Equal(2, Encoding.UTF8.GetString(Bytes(zip, "entities/part.ndjson")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static async Task<JsonElement> Until(Talk firm, string at, string state)
    {
        for (var tries = 0; ; tries++)
        {
            var import = Expect.Ok(await firm.Get(at));
            if (Word(import, "state") == state) return import;
            Assert.True(tries < 600 && Word(import, "state") is "running" or "undoing", import.ToString());
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static byte[] Bytes(ZipArchive zip, string path)
    {
        using var stream = zip.GetEntry(path)!.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string Word(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static int Count(JsonElement of, string name) => of.GetProperty(name).GetInt32();
}
