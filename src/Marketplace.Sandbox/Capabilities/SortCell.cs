using Jint;
using Jint.Native;
using Jint.Native.Object;

namespace Marketplace.Sandbox.Capabilities;

/// <summary>A value to order by: booleans before numbers before texts, null after all of them.</summary>
internal readonly record struct SortCell(int Kind, double Number, string Text)
{
    private const int Nothing = 3;

    public bool IsNull => Kind == Nothing;

    public static SortCell Of(HostScope scope, ObjectInstance row, string field, bool isDecimal)
    {
        var key = TableCells.Key(scope, row, field);
        if (key.IsNull()) return new SortCell(Nothing, 0, "");
        if (key.IsBoolean()) return new SortCell(0, key.AsBoolean() ? 1 : 0, "");
        return key.IsString() && !isDecimal ? new SortCell(2, 0, key.ToString()) : new SortCell(1, HostLists.Number(scope, key, $"'{field}'"), "");
    }

    /// <summary>By code point, which is the order of the texts' UTF-8 bytes.</summary>
    public static int Compare(string a, string b)
    {
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            if (a[i] == b[i]) continue;
            var (x, y) = (char.IsSurrogate(a[i]), char.IsSurrogate(b[i]));
            if (x == y || Math.Min(a[i], b[i]) < 0xD800) return a[i].CompareTo(b[i]);
            return x ? 1 : -1; // a pair stands for more than U+FFFF
        }
        return a.Length.CompareTo(b.Length);
    }
}

/// <summary>Orders cells one way, null last both ways, and looks at the budgets on its way.</summary>
internal sealed class SortOrder(bool descends, Action checkpoint) : IComparer<SortCell>
{
    private int _compared;

    public int Compare(SortCell x, SortCell y)
    {
        if ((++_compared & 255) == 0) checkpoint();
        if (x.IsNull || y.IsNull) return x.IsNull.CompareTo(y.IsNull);
        var order = x.Kind != y.Kind ? x.Kind.CompareTo(y.Kind) : x.Kind == 2 ? SortCell.Compare(x.Text, y.Text) : x.Number.CompareTo(y.Number);
        return descends ? -order : order;
    }
}
