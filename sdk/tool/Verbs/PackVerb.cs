using System.CommandLine;
using System.Text.Json.Nodes;
using Marketplace.Domain.Publishing;
using Marketplace.Tool.Apps;
using Marketplace.Tool.Remote;
using Marketplace.Tool.Terminal;

namespace Marketplace.Tool.Verbs;

/// <summary><c>mkt pack</c>: the bytes that travel. The same folder gives the same bytes, but for the signature.</summary>
internal static class PackVerb
{
    public static Command Make()
    {
        var folder = Arguments.Folder();
        var file = new Option<string?>("--out", "-o") { Description = "The file to write; publisher-app-version.zip here unless told." };
        var unsigned = new Option<bool>("--unsigned") { Description = "Leave the signature out: the whole file is then the same everywhere." };
        var verb = new Command("pack", "Pack the app into a deterministic zip, signed with your key (made on first use).") { folder, file, unsigned };
        verb.SetAction(line => Run(Talk.Of(line), line.GetValue(folder)!, line.GetValue(file), line.GetValue(unsigned)));
        return verb;
    }

    private static int Run(Talk talk, string folder, string? file, bool unsigned)
    {
        var reading = PackageReader.FromFolder(folder);
        FindingPage.Show(talk, folder, reading.Findings);
        if (reading.Package is not { } package)
            return talk.End(Exit.Failed, new JsonObject { ["findings"] = FindingPage.Json(reading.Findings) });
        using var key = unsigned ? null : SigningKey.Open();
        var zip = PackageWriter.Pack(package, key);
        var to = file ?? $"{package.Manifest.Id.Replace('/', '-')}-{package.Manifest.Version}.zip";
        File.WriteAllBytes(to, zip);
        talk.Say($"{to}  {zip.Length:N0} bytes, {package.Entries.Count} entries");
        talk.Say($"identity {package.Digest}{(unsigned ? ", unsigned" : $", signed with {SigningKey.File}")}");
        return talk.End(Exit.Ok, new JsonObject
        {
            ["app"] = package.Manifest.Id, ["version"] = package.Manifest.Version, ["file"] = to, ["bytes"] = zip.Length,
            ["digest"] = package.Digest, ["signed"] = !unsigned,
        });
    }
}
