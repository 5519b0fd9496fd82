using Marketplace.Storage.Checks;
using Marketplace.Storage.Projections;
using Marketplace.Storage.Reading;

namespace Marketplace.Grains.Projections;

/// <summary>The lists over documents (shop, desk, firms and their like) are what the documents give.</summary>
public sealed class ProjectionRule : StoreRule
{
    /// <inheritdoc />
    public override string Name => "projections";

    /// <inheritdoc />
    public override string Promise => "the lists over documents are what the documents give (else: rebuild)";

    /// <inheritdoc />
    public override async Task Look(Snapshot store, Findings findings, CancellationToken cancel)
    {
        var book = await ProjectionBook.Read(store, cancel);
        findings.Look(book.Due.Count());
        foreach (var row in book.Stale.Where(IsSettled)) findings.Add($"{Told(row)} is missing or stale");
        foreach (var row in book.Stray.Where(IsSettled)) findings.Add($"{Told(row)} is listed and no document says so");
        bool IsSettled(ProjectionRow row) => !book.Pending.Contains(ProjectionBook.ListingOf(row));
    }

    private static string Told(ProjectionRow row) => row.Owner == "-" ? $"{row.Kind} {row.Id}" : $"{row.Kind} {row.Id} in {row.Owner}";
}
