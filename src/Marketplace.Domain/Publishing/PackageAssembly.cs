using System.Text;
using System.Text.Json;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Schemas;

namespace Marketplace.Domain.Publishing;

/// <summary>Makes a <see cref="Package"/> of entries, or says why they are none.</summary>
internal static class PackageAssembly
{
    public static PackageReading Make(SortedDictionary<string, byte[]> travelled, byte[] signature, List<Finding> findings, bool fresh = false)
    {
        var (entries, broken) = PackageFolding.Unfold(travelled);
        if (broken is not null) findings.Add(PackageFindings.Red("package.folded", broken, $"\"{broken}\" is no object of the files of its folder, each once.", "Pack the folder with \"mkt pack\"."));
        if (!entries.ContainsKey(PackagePaths.Manifest))
        {
            // Without a manifest it is no app at all, and nothing else that is missing matters.
            findings.Add(PackageFindings.Red("package.manifest", PackagePaths.Manifest, "There is no app.json.", "Begin with \"mkt new publisher/app\"."));
            return new(null, findings);
        }
        Sizes(entries, findings);
        var locales = Locales(entries, findings);
        var manifest = ManifestOf(entries, findings);
        if (manifest is null || findings.Exists(f => f.Severity == Severity.Red)) return new(null, findings);
        if (fresh) entries[PackagePaths.Sbom] = travelled[PackagePaths.Sbom] = PackageDigests.Sbom(manifest.Id, manifest.Version, entries);
        var digest = PackageDigests.Hex(PackageDigests.Write(travelled));
        var script = new Script
        {
            Digest = digest,
            Modules = entries.Where(e => PackagePaths.IsModule(e.Key)).ToDictionary(e => e.Key, e => Encoding.UTF8.GetString(e.Value), StringComparer.Ordinal),
            Entities = [.. manifest.Entities.Keys],
            Locales = locales,
            Apps = AppRules.Links(manifest),
            Compatibility = manifest.Runtime.Compatibility,
        };
        return new(new Package { Manifest = manifest, Digest = digest, Entries = entries, Script = script, Signature = signature }, findings);
    }

    private static void Sizes(SortedDictionary<string, byte[]> entries, List<Finding> findings)
    {
        if (entries.Count > PackageLimits.Entries)
            findings.Add(PackageFindings.Red("package.tooMany", "", $"{entries.Count} files; at most {PackageLimits.Entries} are allowed.", "Merge small modules or views."));
        var source = entries.Where(e => PackagePaths.IsModule(e.Key)).Sum(e => (long)e.Value.Length);
        if (source > PackageLimits.SourceBytes)
            findings.Add(PackageFindings.Red("package.source", "main.js", $"The modules have {source:N0} bytes together.", "Keep them within 256 KB; tables belong in records."));
        var seed = entries.Where(e => e.Key.StartsWith("seed/", StringComparison.Ordinal)).Sum(e => (long)e.Value.Length);
        if (seed > PackageLimits.SeedBytes)
            findings.Add(PackageFindings.Red("package.seed", "seed/", $"The sample records have {seed:N0} bytes together.", "Keep them within 2 MB."));
        foreach (var (path, bytes) in entries)
            if (PackagePaths.IsModule(path) && !IsText(bytes))
                findings.Add(PackageFindings.Red("package.text", path, "The module is no valid UTF-8.", "Save it as UTF-8."));
    }

    private static bool IsText(byte[] bytes) => System.Text.Unicode.Utf8.IsValid(bytes);

    private static Manifest? ManifestOf(SortedDictionary<string, byte[]> entries, List<Finding> findings)
    {
        var (reading, root) = ManifestReader.Open(entries[PackagePaths.Manifest], PackagePaths.Manifest);
        findings.AddRange(reading.Findings);
        if (reading.Manifest is not { } manifest) return null;
        foreach (var (name, path) in manifest.Views)
            if (!entries.ContainsKey(path)) Missing(root!.At($"/views/{name}"), path, entries.Keys, findings);
        if (manifest.Icon.Length > 0 && !entries.ContainsKey(manifest.Icon)) Missing(root!.At("/icon"), manifest.Icon, entries.Keys, findings);
        if (manifest.Functions.Count > 0 && !entries.ContainsKey("main.js")) Missing(root!.At("/functions"), "main.js", entries.Keys, findings);
        return manifest;
    }

    private static void Missing(Located at, string path, IEnumerable<string> paths, List<Finding> findings) =>
        findings.Add(PackageFindings.Red("manifest.missingFile", PackagePaths.Manifest, $"\"{path}\" is not in the package.",
            Nearest.Of(path, paths) is { } near ? $"Did you mean \"{near}\"?" : $"Add the file {path}, or remove the line.", at.Line, at.Pointer));

    private static Dictionary<string, IReadOnlyDictionary<string, string>> Locales(SortedDictionary<string, byte[]> entries, List<Finding> findings)
    {
        var locales = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var culture in ManifestKeys.Purpose)
        {
            var path = $"locales/{culture}.json";
            if (entries.TryGetValue(path, out var bytes)) locales[culture] = Words(path, bytes, findings);
            else findings.Add(PackageFindings.Red("locale.missingFile", path, $"There is no {path}.", "Every app speaks zh-CN and en; add the file with every key used."));
        }
        return locales;
    }

    private static Dictionary<string, string> Words(string path, byte[] bytes, List<Finding> findings)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        var (root, error) = LocatedReader.Read(bytes);
        if (error is not null)
            findings.Add(PackageFindings.Red($"locale.{error.Rule}", path, error.Message, "Correct the JSON at this line.", error.Line, error.Pointer));
        else if (root!.Kind != JsonValueKind.Object)
            findings.Add(PackageFindings.Red("locale.type", path, "A locale file is one object of keys and words.", "Write {\"app.name\": \"…\"}.", root.Line));
        foreach (var member in root?.Members ?? [])
            if (member.Value.Kind == JsonValueKind.Object)
                foreach (var word in member.Value.Members) Word($"{member.Name}.{word.Name}", word);
            else Word(member.Name, member);

        void Word(string key, Located.Member at)
        {
            if (at.Value.Kind == JsonValueKind.String && ManifestNames.IsLocaleKey(key) && words.TryAdd(key, at.Value.Text)) return;
            findings.Add(PackageFindings.Red("locale.type", path, words.ContainsKey(key) ? $"\"{key}\" stands twice." : $"\"{key}\" is not a dotted key with a text.",
                "Write \"menu.scan\": \"…\", or \"menu\": { \"scan\": \"…\" }, each key once.", at.Line, at.Value.Pointer));
        }

        return words;
    }
}
