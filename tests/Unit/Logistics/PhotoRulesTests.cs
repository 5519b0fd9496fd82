using Marketplace.Domain;
using Marketplace.Domain.Logistics;
using Xunit;

namespace Marketplace.Tests.Unit.Logistics;

/// <summary>What is taken for a photo of a delivery, and how it is named.</summary>
public sealed class PhotoRulesTests
{
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0], Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0];

    [Fact]
    public void Takes_what_begins_as_a_photo_does()
    {
        Assert.Equal(("image/jpeg", "image/png"), (PhotoRules.Type(Jpeg), PhotoRules.Type(Png)));
        Assert.Null(PhotoRules.Fault(Jpeg));
        foreach (var other in (byte[][])[[], [0xFF, 0xD8], "GIF89a"u8.ToArray(), "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), "%PDF-1.7"u8.ToArray(), [0x00, .. Jpeg]])
            Assert.Equal(Codes.FileType, PhotoRules.Fault(other)!.Code);
        Assert.Null(PhotoRules.Fault([.. Jpeg, .. new byte[PhotoRules.Most - Jpeg.Length]]));
        Assert.Equal(Codes.BodyTooLarge, PhotoRules.Fault([.. Jpeg, .. new byte[PhotoRules.Most]])!.Code);
    }

    [Fact]
    public void Names_it_by_its_digest_alone()
    {
        var digest = new string('a', 63) + "0";
        Assert.Equal(digest, PhotoRules.Digest(PhotoRules.Prefix + digest));
        foreach (var none in (string?[])[null, "", digest, "sha256:", "sha256:" + digest[1..], "sha256:" + digest.ToUpperInvariant(), "sha256:" + digest + "0", "photo.jpg", "sha256:../" + digest[3..]])
            Assert.Null(PhotoRules.Digest(none));
    }
}
