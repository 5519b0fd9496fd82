using System.IO.Compression;
using System.Text.Json;
using Marketplace.Tests.Running;
using Xunit;

namespace Marketplace.Tests.Api.Operations;

/// <summary>A backup as its manifest tells it, read without the product's code: a table's name, how many rows, and their sum.</summary>
internal sealed record Backed(IReadOnlyDictionary<string, string> Tables)
{
    /// <summary>Takes one and reads it.</summary>
    public static async Task<Backed> Take(HostPlace place, string file)
    {
        var said = await place.Run("backup", file);
        Assert.True(said.Code == 0, said.ToString());
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        return Read(file);
    }

    /// <summary>Reads one.</summary>
    public static Backed Read(string file)
    {
        using var zip = ZipFile.OpenRead(file);
        using var words = zip.GetEntry("manifest.json")!.Open();
        using var manifest = JsonDocument.Parse(words);
        return new Backed(manifest.RootElement.GetProperty("tables").EnumerateArray().ToDictionary(
            static table => table.GetProperty("shape").GetProperty("name").GetString()!,
            static table => $"{table.GetProperty("rows")} rows {table.GetProperty("sha256")}"));
    }

    /// <summary>How many rows a table has in it.</summary>
    public int Rows(string table) => int.Parse(Tables[table].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
}
