using Marketplace.Storage;
using Marketplace.Storage.Projections;
using Marketplace.Storage.Reading;

namespace Marketplace.Grains.Projections;

/// <summary>What became of one list.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="Rows">How many rows it has now.</param>
/// <param name="Written">How many of them were missing or other.</param>
/// <param name="Removed">How many rows were taken off.</param>
public sealed record RebuiltList(string Kind, int Rows, int Written, int Removed);

/// <summary>Makes the lists over documents anew. The documents are the truth; no host may run meanwhile, for it would write rows of its
/// own from later ones.</summary>
public static class ProjectionRebuild
{
    /// <summary>The lists by name.</summary>
    public static IReadOnlyList<string> Kinds => ProjectionBook.Kinds;

    /// <summary>Brings these lists to what the documents give, in one commit.</summary>
    /// <exception cref="InvalidDataException">A document or a package that a list is made from cannot be read; nothing was changed.</exception>
    public static async Task<IReadOnlyList<RebuiltList>> Run(Database database, IReadOnlyCollection<string> kinds, CancellationToken cancel = default)
    {
        await using var store = await Snapshot.Open(database.Options, cancel);
        var book = await ProjectionBook.Read(store, cancel);
        var unit = new Unit();
        List<RebuiltList> lists = [];
        foreach (var kind in Kinds.Where(kinds.Contains))
        {
            List<ProjectionRow> stale = [.. book.Stale.Where(row => row.Kind == kind)], stray = [.. book.Stray.Where(row => row.Kind == kind)];
            foreach (var row in stale) ProjectionFacts.Put(unit, row);
            foreach (var row in stray) ProjectionFacts.Remove(unit, row.Kind, row.Owner, row.Id);
            lists.Add(new RebuiltList(kind, book.Due.Count(row => row.Kind == kind), stale.Count, stray.Count));
        }
        await database.Commit(unit, cancel);
        return lists;
    }
}
