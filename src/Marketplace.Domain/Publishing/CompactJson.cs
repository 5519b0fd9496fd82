namespace Marketplace.Domain.Publishing;

/// <summary>JSON without the blanks that only an author's eye needs. Line ends stay: a finding in the package names the line of the file
/// it was packed from, and two packages are compared line by line. What is no JSON comes out as it went in.</summary>
internal static class CompactJson
{
    public static byte[] Of(byte[] utf8)
    {
        if (!IsJson(utf8)) return utf8;
        var kept = new byte[utf8.Length];
        var (length, text) = (0, false);
        for (var i = 0; i < utf8.Length; i++)
        {
            var at = utf8[i];
            if (!text && at is (byte)' ' or (byte)'\t') continue;
            kept[length++] = at;
            if (text && at == (byte)'\\') kept[length++] = utf8[++i]; // a quotation mark behind it does not end the text
            else if (at == (byte)'"') text = !text;
        }
        return kept.AsSpan(0, length).ToArray();
    }

    private static bool IsJson(byte[] utf8)
    {
        try
        {
            var reader = new System.Text.Json.Utf8JsonReader(utf8, new System.Text.Json.JsonReaderOptions { MaxDepth = 256 });
            while (reader.Read()) { }
            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
