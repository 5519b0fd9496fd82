using System.Text.Json;

namespace Marketplace.Domain.Records;

/// <summary>The comparison words of <c>where</c>.</summary>
public enum Comparison { Eq, Ne, Gt, Gte, Lt, Lte, In, Contains, StartsWith, Between, IsNull }

/// <summary>A condition as data. Closed: three shapes and no more.</summary>
public abstract record Filter
{
    private Filter() { }

    /// <summary>One field against one value (an array for In and Between, a boolean for IsNull).</summary>
    public sealed record Compare(string Field, Comparison How, JsonElement Value) : Filter;

    /// <summary>All (<c>and</c>) or any (<c>or</c>) of the parts.</summary>
    public sealed record Group(bool All, IReadOnlyList<Filter> Parts) : Filter;

    /// <summary>Not the part.</summary>
    public sealed record Not(Filter Part) : Filter;
}

/// <summary>A sort term.</summary>
public sealed record Order(string Field, bool Descending);

/// <summary>A query over one entity. Every order ends in <c>id</c>; nulls last both ways; strings compare by UTF-8 bytes.</summary>
public sealed record Query
{
    public required string Entity { get; init; }
    public Filter? Where { get; init; }
    public IReadOnlyList<Order> OrderBy { get; init; } = [];
    /// <summary>1 to 1,000; 100 when the caller says nothing.</summary>
    public int Limit { get; init; } = 100;
    /// <summary>Cursor of the last row seen, opaque, or null.</summary>
    public string? After { get; init; }
    public IReadOnlyList<string> Select { get; init; } = [];
}
