using System.IO.Compression;

namespace Marketplace.Tests.Apps.Mkt;

/// <summary>An author's first hour: from nothing to a package, without an account or a network.</summary>
public sealed class JourneyTests
{
    [Theory]
    [InlineData("hello", 2)]
    [InlineData("form", 2)]
    [InlineData("device", 4)]
    [InlineData("workshop", 2)]
    public async Task A_new_app_of_each_template_checks_clean_and_passes_its_specs(string template, int specs)
    {
        using var mkt = new Mkt();
        var app = await mkt.New("acme/first-try", template);
        var check = (await mkt.RunIn(app, "check")).Must(0);
        Assert.Contains("acme/first-try 0.1.0", check.Out, StringComparison.Ordinal);
        Assert.Contains("0 errors, 0 warnings", check.Out, StringComparison.Ordinal);
        var test = (await mkt.RunIn(app, "test", "--json")).Must(0).Json();
        Assert.Equal((specs, 0), (test.GetProperty("passed").GetInt32(), test.GetProperty("failed").GetInt32()));
    }

    [Fact]
    public async Task A_spec_that_expects_something_else_fails_and_says_what()
    {
        using var mkt = new Mkt();
        var app = await mkt.New("demo/hello");
        var main = Path.Combine(app, "main.js");
        File.WriteAllText(main, File.ReadAllText(main).Replace("ctx.t('greeting', { name })", "'Bye'", StringComparison.Ordinal));
        var test = (await mkt.RunIn(app, "test")).Must(1);
        Assert.Contains("FAIL  Greets by name", test.Out, StringComparison.Ordinal);
        Assert.Contains("Bye", test.Out, StringComparison.Ordinal);
        Assert.Contains("1 passed, 1 failed", test.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Never_writes_over_an_app_that_is_there()
    {
        using var mkt = new Mkt();
        var app = await mkt.New("demo/hello");
        File.WriteAllText(Path.Combine(app, "main.js"), "// mine");
        Assert.Contains("is not empty", (await mkt.Run("new", "demo/hello")).Must(2).Err, StringComparison.Ordinal);
        Assert.Equal("// mine", File.ReadAllText(Path.Combine(app, "main.js")));
    }

    [Fact]
    public async Task Runs_a_function_over_the_sample_records_and_shows_what_it_used()
    {
        using var mkt = new Mkt();
        var app = await mkt.New("demo/form", "form");
        var found = (await mkt.RunIn(app, "run", "close", "--input", """{"id":"sample-defect-00001","cause":"Tool wear"}""", "--profile")).Must(0);
        Assert.Contains("""{"id":"sample-defect-00001","state":"closed"}""", found.Out, StringComparison.Ordinal);
        Assert.Contains("update defect sample-defect-00001", found.Out, StringComparison.Ordinal);
        Assert.Matches("statements [0-9]+ +reads 1 +effects 1", found.Out);
        Assert.Matches("cost [0-9]+ micro-yuan", found.Out);
        var unknown = (await mkt.RunIn(app, "run", "close", "--input", """{"id":"none","cause":"Nothing"}""")).Must(1);
        Assert.Contains("defect.unknown: There is no such defect", unknown.Out, StringComparison.Ordinal);
        var mistyped = (await mkt.RunIn(app, "run", "clos")).Must(2);
        Assert.Contains("Did you mean \"close\"?", mistyped.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packs_the_same_folder_to_the_same_bytes_but_for_the_signature()
    {
        using var mkt = new Mkt();
        var app = await mkt.New("demo/hello");
        foreach (var name in new[] { "first", "second" })
        {
            (await mkt.RunIn(app, "pack", "--unsigned", "--out", $"{name}-unsigned.zip")).Must(0);
            (await mkt.RunIn(app, "pack", "--out", $"{name}.zip")).Must(0);
        }
        Assert.Equal(Bytes(app, "first-unsigned.zip"), Bytes(app, "second-unsigned.zip"));
        Assert.NotEqual(Bytes(app, "first.zip"), Bytes(app, "second.zip"));
        Assert.Equal(["signature.json"], Differing(Path.Combine(app, "first.zip"), Path.Combine(app, "second.zip")));
        File.AppendAllText(Path.Combine(app, "main.js"), "\n");
        (await mkt.RunIn(app, "pack", "--unsigned", "--out", "third-unsigned.zip")).Must(0);
        Assert.NotEqual(Bytes(app, "first-unsigned.zip"), Bytes(app, "third-unsigned.zip"));
    }

    [Fact]
    public async Task The_signing_key_is_made_once_and_nobody_else_may_read_it()
    {
        using var mkt = new Mkt();
        var app = await mkt.New("demo/hello");
        (await mkt.RunIn(app, "pack")).Must(0);
        var key = Path.Combine(mkt.Folder, ".config", "mkt", "signing-key.json");
        var made = File.ReadAllText(key);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        (await mkt.RunIn(app, "pack")).Must(0);
        Assert.Equal(made, File.ReadAllText(key));
        File.WriteAllText(key, "{}");
        Assert.Contains("is no signing key", (await mkt.RunIn(app, "pack")).Must(1).Err, StringComparison.Ordinal);
        Assert.Equal("{}", File.ReadAllText(key));
    }

    [Fact]
    public async Task Writes_the_typings_that_the_sdk_publishes()
    {
        using var mkt = new Mkt();
        var app = await mkt.New("demo/form", "form");
        Directory.Delete(Path.Combine(app, "types"), recursive: true);
        (await mkt.RunIn(app, "types")).Must(0);
        Assert.Equal(File.ReadAllText(Path.Combine(Places.Root, "sdk", "js", "index.d.ts")), File.ReadAllText(Path.Combine(app, "types", "index.d.ts")));
        Assert.Equal(File.ReadAllText(Path.Combine(Places.Root, "sdk", "schema", "app.schema.json")), File.ReadAllText(Path.Combine(app, "types", "app.schema.json")));
        Assert.Contains("state?: \"open\" | \"closed\";", File.ReadAllText(Path.Combine(app, "types", "app.d.ts")), StringComparison.Ordinal);
    }

    private static byte[] Bytes(string folder, string file) => File.ReadAllBytes(Path.Combine(folder, file));

    private static List<string> Differing(string first, string second)
    {
        using ZipArchive one = ZipFile.OpenRead(first), two = ZipFile.OpenRead(second);
        Assert.Equal(one.Entries.Select(e => e.FullName), two.Entries.Select(e => e.FullName));
        return [.. one.Entries.Zip(two.Entries).Where(p => !Whole(p.First).SequenceEqual(Whole(p.Second))).Select(p => p.First.FullName)];
    }

    private static byte[] Whole(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
