namespace Marketplace.Storage.Records;

/// <summary>The inside of an <c>IN (…)</c>. Lengths are rounded up by repeating the last value, so that few different statements
/// are ever prepared.</summary>
internal sealed record SqlList(string Sql, Arg[] Args)
{
    public static SqlList Of(IEnumerable<Arg> values, int firstParameter)
    {
        var args = values.ToList();
        if (args.Count == 0) throw new ArgumentException("An empty list has no SQL.", nameof(values));
        var length = 1;
        while (length < args.Count) length *= 2;
        while (args.Count < length) args.Add(args[^1]);
        return new SqlList(string.Join(", ", Enumerable.Range(firstParameter, length).Select(static number => $"${number}")), [.. args]);
    }
}
