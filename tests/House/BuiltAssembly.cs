using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Marketplace.Tests.House;

/// <summary>What a built assembly says of itself in its metadata: its name and the assemblies it really uses.</summary>
internal sealed record BuiltAssembly(string Name, IReadOnlyList<string> Uses)
{
    public static BuiltAssembly Read(string path)
    {
        using var stream = File.OpenRead(path);
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();
        var name = metadata.GetString(metadata.GetAssemblyDefinition().Name);
        var uses = metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name));
        return new BuiltAssembly(name, uses.Order(StringComparer.Ordinal).ToList());
    }

    /// <summary>Every assembly of ours that the tests were built with.</summary>
    public static IReadOnlyList<BuiltAssembly> Ours { get; } =
        Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")
            .Where(path => References.Allowed.ContainsKey(Path.GetFileNameWithoutExtension(path)))
            .Select(Read).OrderBy(a => a.Name, StringComparer.Ordinal).ToList();
}
