using System.Collections;
using System.Globalization;

namespace Marketplace.Grains;

/// <summary>Ids that log lines carry while something is done: tenant, actor, install, invocation, operation. Empty ones are left out.</summary>
internal sealed class LogScope(params IReadOnlyList<(string Name, string Value)> ids) : IReadOnlyList<KeyValuePair<string, object>>
{
    private readonly List<KeyValuePair<string, object>> kept =
        [.. ids.Where(static id => id.Value.Length > 0).Select(static id => new KeyValuePair<string, object>(id.Name, id.Value))];

    /// <inheritdoc />
    public int Count => kept.Count;

    /// <inheritdoc />
    public KeyValuePair<string, object> this[int index] => kept[index];

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => kept.GetEnumerator();

    /// <inheritdoc />
    public override string ToString() => string.Join(' ', kept.Select(static id => string.Create(CultureInfo.InvariantCulture, $"{id.Key}:{id.Value}")));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
