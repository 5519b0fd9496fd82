using System.Text;

namespace Marketplace.Load.Stage;

/// <summary>Prepared requests, as the bytes that go over the line.</summary>
internal static class Requests
{
    public static ReadOnlyMemory<byte> Get(string path, string token) => Bytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n");

    /// <summary>A page, asked for by somebody who is signed in.</summary>
    public static ReadOnlyMemory<byte> Page(string path, string cookie) =>
        Bytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nCookie: {cookie}\r\n\r\n");

    public static ReadOnlyMemory<byte> Post(string path, string token, string json) => Bytes(
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}");

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
