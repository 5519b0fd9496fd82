using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Storage.Reading;

namespace Marketplace.Storage.Checks;

/// <summary>Whatever names a release by its digest can be served: the blob is there and is that release.</summary>
internal sealed class ReleaseRule : StoreRule
{
    public override string Name => "releases";

    public override string Promise => "every release that a document or an install names is there and is that release";

    public override async Task Look(Snapshot store, Findings findings, CancellationToken cancel)
    {
        SortedDictionary<string, string> named = new(StringComparer.Ordinal), needed = new(StringComparer.Ordinal);
        HashSet<string> keys = new(StringComparer.Ordinal);
        await foreach (var row in store.Read("SELECT grainidextensionstring, payloadbinary FROM orleansstorage WHERE payloadbinary IS NOT NULL", cancel))
        {
            var (key, owner) = (row.Text(0), Owner(row.Text(0)));
            keys.Add(key);
            if (owner.Length == 0) continue;
            foreach (var (release, digest) in Versions(key, row.Bytes(1)))
            {
                named.TryAdd(digest, key);
                if (release != key) needed.TryAdd(release, key);
            }
            if (key.StartsWith("release:", StringComparison.Ordinal)) needed.TryAdd(Keys.Publisher(owner), key);
        }
        foreach (var (key, by) in needed)
            if (!keys.Contains(key)) findings.Add($"{by} stands on {key}, of which there is no document");
        foreach (var (install, digest) in await store.All("SELECT tenant, app, digest FROM install_head ORDER BY tenant, app", static row => ($"the install of {row.Text(1)} at {row.Text(0)}", row.Text(2)), cancel))
            named.TryAdd(digest, install);
        var packages = new StoredPackages(store);
        foreach (var (digest, by) in named)
        {
            findings.Look();
            if (await packages.Manifest(digest, cancel) is { Manifest: null, Fault: var fault }) findings.Add($"release {digest}, named by {by}: {fault}");
        }
    }

    /// <summary>The owner in the key of a release or a listing; nothing for other keys.</summary>
    private static string Owner(string key) =>
        key.StartsWith("release:", StringComparison.Ordinal) || key.StartsWith("listing:", StringComparison.Ordinal) ? key.Split(':', '/')[1] : "";

    /// <summary>The releases in a release's or a listing's document, by key and digest; what is no document is the business of another rule.</summary>
    private static List<(string Release, string Digest)> Versions(string key, byte[] payload)
    {
        try
        {
            var body = JsonElement.Parse(payload).GetProperty("body"u8);
            if (!body.TryGetProperty("versions"u8, out var versions)) return [(key, body.GetProperty("digest"u8).GetString() ?? "")];
            var app = body.GetProperty("app"u8).GetString() ?? "";
            return [.. versions.EnumerateArray().Select(one => (Keys.Release(app, one.GetProperty("version"u8).GetString() ?? ""), one.GetProperty("digest"u8).GetString() ?? ""))];
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            return [];
        }
    }
}
