using System.Text;
using Marketplace.Domain;
using Marketplace.Domain.Files;
using Xunit;

namespace Marketplace.Tests.Unit.Files;

/// <summary>What may be kept as a file: the bytes decide.</summary>
public sealed class FileRulesTests
{
    private static readonly byte[] png = [0x89, .. "PNG\r\n\u001a\n"u8, 1, 2, 3];

    [Fact]
    public void The_bytes_decide_the_type_and_what_runs_in_a_browser_is_none()
    {
        Assert.Equal(("a.png", "image/png"), FileRules.Accept("C:\\pictures\\a.png", "image/png", png).Must());
        Assert.Equal(("x.csv", "text/csv"), FileRules.Accept("x.csv", "text/plain; charset=utf-8", "a,b\r\n"u8).Must());
        Assert.Equal("application/pdf", FileRules.Accept("x", "", "%PDF-1.7 x"u8).Must().Type);
        foreach (var (type, text) in new[] { ("image/png", "no picture"), ("text/html", "<html>"), ("", " \n<svg onload=x>"), ("", "MZ program"), ("", "#!/bin/sh"), ("", "a\0b"), ("", "PK\u0003\u0004 no office file"), ("image/jpeg", "%PDF-1.7") })
            Assert.Equal(Codes.FileType, FileRules.Accept("x", type, Encoding.UTF8.GetBytes(text)).Refusal?.Code);
        foreach (var name in new[] { "", "..", "a/", "a\u0001", "a\u202Egnp.exe", new string('x', 201) })
            Assert.Equal(Codes.InputInvalid, FileRules.Accept(name, "", png).Refusal?.Code);
        Assert.Equal(Codes.InputInvalid, FileRules.Accept("x", "", []).Refusal?.Code);
        Assert.Equal(Codes.BodyTooLarge, FileRules.Accept("x", "", new byte[FileRules.LargestFile + 1]).Refusal?.Code);
    }
}
