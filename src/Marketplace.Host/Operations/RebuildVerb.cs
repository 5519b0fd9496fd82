using Marketplace.Grains.Projections;
using Marketplace.Storage;
using Marketplace.Storage.Backup;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.Host.Operations;

/// <summary><c>rebuild PROJECTION|all</c>.</summary>
internal sealed class RebuildVerb : Verb
{
    public override string Name => "rebuild";

    public override string Operand => "PROJECTION|all";

    public override string Summary => "makes a list over documents anew (shop, review …); no host may run";

    public override string Help =>
        $"""
        The shop, the desk and their like are lists made from documents. This makes one of them, or all, anew from the documents and packages
        as they are, in one commit. The lists: {string.Join(", ", ProjectionRebuild.Kinds)}.
        """;

    public override async Task<int> Run(VerbPlace place, VerbLine line, CancellationToken cancel)
    {
        var asked = line.Operands[0];
        if (asked != "all" && !ProjectionRebuild.Kinds.Contains(asked))
        {
            await place.Error.WriteLineAsync($"There is no list '{asked}'. There are: all, {string.Join(", ", ProjectionRebuild.Kinds)}.");
            return 2;
        }
        await StoreInUse.Refuse(place.Store, cancel);
        if (place.Store.Engine == StoreOptions.Sqlite && !File.Exists(place.Store.File)) throw new StoreWorkException($"There is no store at {place.Store.File}. Name its folder with Marketplace:Data.");
        await using var database = await Database.Open(place.Store, place.Time, NullLogger.Instance, cancel);
        foreach (var list in await ProjectionRebuild.Run(database, asked == "all" ? [.. ProjectionRebuild.Kinds] : [asked], cancel))
            await place.Out.WriteLineAsync($"{list.Kind,-12} {Progress.Count(list.Rows)} rows: {list.Written} written anew, {list.Removed} taken off");
        return 0;
    }
}
