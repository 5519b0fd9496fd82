using YamlDotNet.RepresentationModel;

namespace Marketplace.Tests.House;

/// <summary>A YAML document, asked by path; what is not there is nothing.</summary>
internal sealed class Yaml(YamlNode? node)
{
    /// <summary>The documents of a text. Merge keys (<c>&lt;&lt;</c>) are followed.</summary>
    public static IReadOnlyList<Yaml> Read(string text)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(text);
        stream.Load(new YamlDotNet.Core.MergingParser(new YamlDotNet.Core.Parser(reader)));
        return [.. stream.Documents.Select(static document => new Yaml(document.RootNode))];
    }

    /// <summary>What lies under these keys.</summary>
    public Yaml this[params ReadOnlySpan<string> path]
    {
        get
        {
            var at = node;
            foreach (var key in path) at = at is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var next) ? next : null;
            return new Yaml(at);
        }
    }

    /// <summary>A scalar's text, or nothing.</summary>
    public string Text => (node as YamlScalarNode)?.Value ?? "";

    /// <summary>A number, or 0.</summary>
    public int Number => int.TryParse(Text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>The items of a list.</summary>
    public IEnumerable<Yaml> Items => node is YamlSequenceNode list ? list.Children.Select(static child => new Yaml(child)) : [];

    /// <summary>The keys and values of a mapping.</summary>
    public IEnumerable<(string Key, Yaml Value)> Pairs =>
        node is YamlMappingNode map ? map.Children.Select(static pair => (((YamlScalarNode)pair.Key).Value ?? "", new Yaml(pair.Value))) : [];
}
