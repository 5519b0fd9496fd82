using System.Globalization;

namespace Marketplace.Tests.Apps.TagToParameter.Scans;

/// <summary>How often each thing came to pass. What never did was not tested.</summary>
internal sealed class Tally
{
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    public void Add(string what)
    {
        lock (gate) counts[what] = counts.GetValueOrDefault(what) + 1;
    }

    public IEnumerable<string> Missing(IEnumerable<string> expected) => expected.Where(e => !counts.ContainsKey(e)).Order(StringComparer.Ordinal);

    public override string ToString() =>
        string.Join("\n", counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value,8}  {c.Key}")));
}
