using System.Security.Cryptography;
using System.Text;
using Jint.Native;

namespace Marketplace.Sandbox.Capabilities;

/// <summary><c>ctx.hash</c>.</summary>
internal static class Hashes
{
    public static readonly Capability Hash = new("Hashes", "Digests.",
        new HostFunction("sha256", HostKind.Local, "text: string", "string", "SHA-256 of the text's UTF-8 bytes, in lower-case hex.", (s, a) =>
            new JsString(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(a.Text(0, s, "text")))))));
}
