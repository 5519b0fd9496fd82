using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Marketplace.Storage.Documents;

/// <summary>Every kind of document a grain may store: its name, its present version, how it is written, and how older versions are
/// read. A type that is not listed here cannot be stored.</summary>
public sealed class DocumentShapes
{
    private readonly Dictionary<Type, Shape> shapes = [];

    internal sealed record Shape(string Name, int Version, JsonTypeInfo Type, Func<int, JsonElement, object>? Older, Func<object, string>? Key);

    /// <summary>Lists a state type under its state name. <paramref name="older"/> reads versions below <paramref name="version"/>;
    /// <paramref name="key"/> gives the grain key that the document itself tells, for whoever checks that it lies where it belongs.</summary>
    public DocumentShapes Add<T>(string name, int version, JsonTypeInfo<T> type, Func<int, JsonElement, T>? older = null, Func<T, string>? key = null) where T : class
    {
        if (shapes.Values.Any(shape => shape.Name == name)) throw new ArgumentException($"Two kinds of document are named {name}.", nameof(name));
        shapes.Add(typeof(T), new Shape(name, version, type, older is null ? null : (v, body) => older(v, body),
            key is null ? null : state => key((T)state)));
        return this;
    }

    internal IReadOnlyDictionary<Type, Shape> All => shapes;

    internal Shape Of(Type type) =>
        shapes.GetValueOrDefault(type) ?? throw new InvalidOperationException($"{type.Name} is not listed among the documents.");

    internal Shape? Named(string name) => shapes.Values.FirstOrDefault(shape => shape.Name == name);

    internal bool Knows(Type type) => shapes.ContainsKey(type);
}
