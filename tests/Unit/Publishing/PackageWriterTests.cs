using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Domain.Publishing;
using Xunit;

namespace Marketplace.Tests.Unit.Publishing;

public sealed class PackageWriterTests
{
    [Fact]
    public void Packs_identical_bytes_from_a_copy_with_other_times_and_line_ends()
    {
        using var sample = new SamplePackage();
        using var copy = new SamplePackage();
        foreach (var file in Directory.EnumerateFiles(copy.Folder, "*", SearchOption.AllDirectories))
        {
            File.WriteAllText(file, File.ReadAllText(file).Replace("\n", "\r\n", StringComparison.Ordinal));
            File.SetLastWriteTimeUtc(file, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        }
        copy.Write("node_modules/x/index.js", "ignored");
        Assert.Equal(PackageWriter.Pack(sample.Open(), null), PackageWriter.Pack(copy.Open(), null));
    }

    [Fact]
    public void Signing_changes_the_signature_and_nothing_else()
    {
        using var sample = new SamplePackage();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var first = PackageReader.FromZip(PackageWriter.Pack(sample.Open(), key)).Must();
        var second = PackageReader.FromZip(PackageWriter.Pack(sample.Open(), key)).Must();
        Assert.Equal(first.Digest, second.Digest);
        Assert.Equal(first.Entries.Keys, second.Entries.Keys);
        Assert.NotEqual(first.Signature, second.Signature);
        Assert.True(PackageSignature.Verify(first, key.ExportSubjectPublicKeyInfo()));
        Assert.False(PackageSignature.Verify(first with { Digest = new string('0', 64) }, key.ExportSubjectPublicKeyInfo()));
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.False(PackageSignature.Verify(first, other.ExportSubjectPublicKeyInfo()));
    }

    [Fact]
    public void What_was_packed_opens_as_the_same_package()
    {
        using var sample = new SamplePackage();
        var package = sample.Open();
        var again = PackageReader.FromZip(PackageWriter.Pack(package, null)).Must();
        Assert.Equal(package.Digest, again.Digest);
        Assert.Equal(package.Entries.Keys, again.Entries.Keys);
        Assert.Equal(["lib/words.js", "main.js"], again.Script.Modules.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("你好", again.Script.Locales["zh-CN"]["app.name"]);
        Assert.Equal(["greeting"], again.Script.Entities);
    }

    [Fact]
    public void Other_zip_readers_see_stored_dated_ordered_entries()
    {
        using var sample = new SamplePackage();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var zip = new ZipArchive(new MemoryStream(PackageWriter.Pack(sample.Open(), key)));
        var names = zip.Entries.Select(e => e.FullName).ToList();
        Assert.Equal("signature.json", names[^1]);
        Assert.Equal(names[..^1].Order(StringComparer.Ordinal), names[..^1]);
        Assert.Contains("digests.json", names);
        Assert.All(zip.Entries, e => Assert.Equal(e.Length, e.CompressedLength));
        Assert.All(zip.Entries, e => Assert.Equal(new DateTime(1980, 1, 1), e.LastWriteTime.DateTime));
        using var digests = zip.GetEntry("digests.json")!.Open();
        using var copy = new MemoryStream();
        digests.CopyTo(copy);
        Assert.Equal(sample.Open().Digest, Convert.ToHexStringLower(SHA256.HashData(copy.ToArray())));
        var sbom = Encoding.UTF8.GetString(sample.Open().Entries["sbom.json"]);
        Assert.DoesNotContain("serialNumber", sbom, StringComparison.Ordinal);
        Assert.DoesNotContain("timestamp", sbom, StringComparison.Ordinal);
    }
}
