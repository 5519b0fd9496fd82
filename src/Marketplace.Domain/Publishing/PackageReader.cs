namespace Marketplace.Domain.Publishing;

/// <summary>Opens packages in memory, from a zip or from an author's folder. Nothing is ever written to disk.</summary>
public static class PackageReader
{
    /// <summary>A package from its zip, or <c>release.invalid</c> with the first finding as facts (<c>rule file line pointer message remedy count</c>).</summary>
    public static Answer<Package> FromZip(ReadOnlyMemory<byte> zip)
    {
        var reading = ReadZip(zip);
        if (reading.Package is { } package) return package;
        var first = reading.Findings.First(f => f.Severity == Severity.Red);
        return Refusal.Of(Codes.ReleaseInvalid, ("rule", first.Rule), ("file", first.File), ("line", first.Line), ("pointer", first.Pointer),
            ("message", first.Message), ("remedy", first.Remedy), ("count", reading.Findings.Count(f => f.Severity == Severity.Red)));
    }

    /// <summary>The same with every finding.</summary>
    public static PackageReading ReadZip(ReadOnlyMemory<byte> zip)
    {
        var (list, fault) = ZipReader.Read(zip);
        if (fault is not null) return new(null, [fault]);
        var entries = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (path, bytes) in list) entries[path] = bytes;
        entries.Remove(PackagePaths.Signature, out var signature);
        entries.Remove(PackagePaths.Digests, out var digests);
        var findings = new List<Finding>();
        foreach (var path in entries.Keys)
            if (path != PackagePaths.Sbom && !PackageFolding.IsFolded(path) && !PackagePaths.IsContent(path))
                findings.Add(PackageFindings.Red("package.unknownFile", path, $"\"{path}\" has no place in a package.", "Leave it out; \"mkt pack\" does."));
        if (digests is null)
            findings.Add(PackageFindings.Red("package.digests", PackagePaths.Digests, "The package has no digests.json.", "Pack the folder with \"mkt pack\"."));
        else if (!digests.AsSpan().SequenceEqual(PackageDigests.Write(entries)))
            findings.Add(PackageFindings.Red("package.digests", PackagePaths.Digests, "digests.json does not describe the other entries.", "Pack the folder again with \"mkt pack\"."));
        if (signature is not null && !PackageSignature.IsWellFormed(signature))
            findings.Add(PackageFindings.Red("package.signature", PackagePaths.Signature, "signature.json cannot be read.", "Pack the folder again with \"mkt pack\"."));
        return PackageAssembly.Make(entries, signature ?? [], findings);
    }

    /// <summary>A package from an author's folder, as <c>mkt pack</c> would pack it: only what the format knows, LF line ends, JSON
    /// without its blanks, small files of a folder together, and the bill of materials made.</summary>
    public static PackageReading FromFolder(string folder)
    {
        var findings = new List<Finding>();
        var entries = FolderReader.Read(folder, findings);
        if (!Directory.Exists(folder)) return new(null, findings);
        return PackageAssembly.Make(PackageFolding.Fold(entries), [], findings, fresh: true);
    }
}
