using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Marketplace.Storage.Documents;

/// <summary>Every kind of document a grain may store: its name, its present version, how it is written, and how older versions are
/// read. A type that is not listed here cannot be stored.</summary>
public sealed class DocumentShapes
{
    private readonly Dictionary<Type, Shape> shapes = [];

    internal sealed record Shape(string Name, int Version, JsonTypeInfo Type, Func<int, JsonElement, object>? Older);

    /// <summary>Lists a state type under its state name. <paramref name="older"/> reads versions below <paramref name="version"/>.</summary>
    public DocumentShapes Add<T>(string name, int version, JsonTypeInfo<T> type, Func<int, JsonElement, T>? older = null) where T : class
    {
        if (shapes.Values.Any(shape => shape.Name == name)) throw new ArgumentException($"Two kinds of document are named {name}.", nameof(name));
        shapes.Add(typeof(T), new Shape(name, version, type, older is null ? null : (v, body) => older(v, body)));
        return this;
    }

    internal IReadOnlyDictionary<Type, Shape> All => shapes;

    internal Shape Of(Type type) =>
        shapes.GetValueOrDefault(type) ?? throw new InvalidOperationException($"{type.Name} is not listed among the documents.");

    internal bool Knows(Type type) => shapes.ContainsKey(type);
}
