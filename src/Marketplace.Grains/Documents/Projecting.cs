using Marketplace.Storage;
using Marketplace.Storage.Projections;

namespace Marketplace.Grains.Documents;

/// <summary>The lists over documents that this program keeps, by kind.</summary>
internal static class Projecting
{
    /// <summary>Brains of this host (owner <c>-</c>).</summary>
    public const string Brain = "brain";
    /// <summary>Digest to the SHA-256 of the package's bytes (owner <c>-</c>).</summary>
    public const string Package = "package";
    /// <summary>Apps known to this host (owner <c>-</c>).</summary>
    public const string App = "app";
    /// <summary>Shop rows (owner: brain).</summary>
    public const string Shop = "shop";
    /// <summary>Desk rows (owner: brain).</summary>
    public const string Review = "review";
    /// <summary>Collections (owner: brain).</summary>
    public const string Collection = "collection";
    /// <summary>Firms of a brain (owner: brain).</summary>
    public const string Firm = "firm";

    /// <summary>Writes one row of a list.</summary>
    public static async Task Project(this Database database, string kind, string owner, string id, string sort, byte[] body)
    {
        var unit = new Unit();
        ProjectionFacts.Put(unit, new ProjectionRow(kind, owner, id, sort, body));
        await database.Commit(unit);
    }

    /// <summary>A whole list, up to a thousand rows.</summary>
    public static Task<IReadOnlyList<ProjectionRow>> Projected(this Database database, string kind, string owner) =>
        ProjectionFacts.Page(database, kind, owner, limit: 1000);

    /// <summary>One row, or null.</summary>
    public static Task<ProjectionRow?> ProjectedOne(this Database database, string kind, string owner, string id) =>
        ProjectionFacts.Get(database, kind, owner, id);
}
