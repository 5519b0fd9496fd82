using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Resources;
using Marketplace.Storage;
using Marketplace.Storage.Resources;

namespace Marketplace.Grains.Resources;

/// <summary>Answers what an app's call asks of shared services: as its firm may see it, as it stands.</summary>
internal sealed class SharedAnswers(ResourceShelves shelves, Database database)
{
    private static readonly IReadOnlyList<string> owner = [Roles.Owner];

    /// <summary>The answer to one question of a firm's app.</summary>
    public async ValueTask<HostAnswer> Ask(string tenant, string brain, HostQuestion question)
    {
        var asked = JsonElement.Parse(question.Args);
        var (shelf, collection) = (new ResourceShelf(brain, asked.GetProperty("service").GetString()!), asked.GetProperty("collection").GetString()!);
        var (service, viewer) = (shelves.Service(shelf.Service), new ResourceViewer(tenant, "system", owner));
        switch (question.Op)
        {
            case SharedAsks.Track:
                var id = asked.GetProperty("id").GetString()!;
                if (!ResourceName.IsId(id) || await ResourceReads.Get(database, shelf, new ResourceName(collection, id)) is not { } row) return HostAnswer.Of("null"u8.ToArray(), 0);
                var thing = ResourceShelves.Thing(service, row);
                return ResourceRules.Sees(thing, tenant) ? One(SharedSheet.Of(service, thing, viewer)) : HostAnswer.Of("null"u8.ToArray(), 0);
            case SharedAsks.List:
                var (open, state, limit) = SharedBooks.ListOptions(asked.GetProperty("options"));
                var rows = open ? await ResourceReads.Open(database, shelf, collection, state, ResourceBoardGrain.Newest, limit)
                    : await ResourceReads.Of(database, shelf, collection, tenant, state, ResourceBoardGrain.Newest, limit);
                return HostAnswer.Of(Encoding.UTF8.GetBytes(new JsonArray([.. rows.Select(one => SharedSheet.Of(service, ResourceShelves.Thing(service, one), viewer))]).ToJsonString()), rows.Count);
            default:
                var now = database.Time.GetUtcNow();
                var command = SharedBooks.Wanted(service, asked, tenant, owner, question.Seq);
                if (!ResourceName.IsId(command.On.Id) || await shelves.Gather(shelf, command, now) is not { } facts) return HostAnswer.No(Refusal.Of(Codes.ConflictHead, ("what", command.On)));
                var decided = ResourceRules.Decide(service, command, facts.Facts, now);
                return decided.Refusal is { } no ? HostAnswer.No(no) : One(SharedSheet.Quote(service, decided.Must(), viewer));
        }
    }

    private static HostAnswer One(JsonObject sheet) => HostAnswer.Of(Encoding.UTF8.GetBytes(sheet.ToJsonString()), 1);
}

/// <summary>Sends an app's questions about shared things where they are answered, and the rest on.</summary>
internal sealed class SharedBroker(IHostBroker rest, SharedAnswers shared, string tenant, string brain) : IHostBroker
{
    /// <inheritdoc />
    public ValueTask<HostAnswer> Ask(HostQuestion question, CancellationToken cancel) => SharedAsks.Is(question.Op) ? shared.Ask(tenant, brain, question) : rest.Ask(question, cancel);
}
