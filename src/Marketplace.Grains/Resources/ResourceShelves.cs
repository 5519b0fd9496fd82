using System.Text.Json;
using Marketplace.Contracts.Resources;
using Marketplace.Domain;
using Marketplace.Domain.Resources;
using Marketplace.Storage;
using Marketplace.Storage.Resources;

namespace Marketplace.Grains.Resources;

/// <summary>The services that there are, and how their things are read from the store and shown.</summary>
internal sealed class ResourceShelves(IEnumerable<IResourceService> services, Database database)
{
    private readonly Dictionary<string, IResourceService> known = services.ToDictionary(static one => one.Name, StringComparer.Ordinal);

    /// <summary>A service by its name.</summary>
    public IResourceService Service(string name) => known.TryGetValue(name, out var service) ? service : throw new ArgumentException($"There is no service {name}.", nameof(name));

    /// <summary>Everything a decision asks for, read until it asks for no more; null when something changed between two readings of it.</summary>
    public async Task<GatheredFacts?> Gather(ResourceShelf shelf, ResourceCommand command, DateTimeOffset now)
    {
        var service = Service(shelf.Service);
        var gathered = new GatheredFacts(new ResourceFacts { Policy = await Policy(shelf, now) });
        while (ResourceRules.Reads(service, command, gathered.Facts) is { Count: > 0 } reads)
        {
            foreach (var read in reads)
            {
                // The fence before the rows: what comes between them is seen at the commit.
                if (read is ResourceRead.Set { Loose: false } fenced) gathered.Fences.Add(new ReadFence(fenced.Collection, fenced.Mark, await ResourceReads.Fence(database, shelf, fenced.Collection, fenced.Mark)));
                IReadOnlyList<ResourceRow> rows = read switch
                {
                    ResourceRead.Row row => await ResourceReads.Get(database, shelf, row.Name) is { } one ? [one] : [],
                    ResourceRead.Set set => await ResourceReads.Marked(database, shelf, set.Collection, set.Mark),
                    _ => throw new NotSupportedException(),
                };
                if (read is not ResourceRead.Set { Loose: true } && !gathered.Agrees(rows)) return null;
                gathered.Facts.Add(read, [.. rows.Select(row => Thing(service, row))]);
            }
        }
        return gathered;
    }

    /// <summary>The policy of a service in force now.</summary>
    public async Task<ResourcePolicy> Policy(ResourceShelf shelf, DateTimeOffset now)
    {
        var rows = await ResourceReads.Marked(database, shelf, ResourcePolicy.Collection, ResourcePolicy.Mark);
        return ResourcePolicy.At(rows.Select(row => Thing(Service(shelf.Service), row)), ResourcePolicy.Today(now));
    }

    /// <summary>A thing as rules see it.</summary>
    public static Resource Thing(IResourceService service, ResourceRow row) => new()
    {
        Name = row.Name, State = row.State, Seq = row.Seq, Parties = row.Parties, Open = row.Open, Marks = row.Marks, Deadline = row.Deadline,
        Body = JsonSerializer.Deserialize(row.Body, ResourceRules.Shape(service, row.Name.Collection)) ?? throw new InvalidDataException($"{row.Name} is empty."),
    };

    /// <summary>A thing as it lies in the store.</summary>
    public static ResourceRow Row(IResourceService service, Resource thing, ResourceRow? before, DateTimeOffset now) => new(
        thing.Name, thing.Seq + 1, thing.State, JsonSerializer.SerializeToUtf8Bytes(thing.Body, ResourceRules.Shape(service, thing.Name.Collection)),
        [.. thing.Parties.Distinct()], [.. thing.Marks.Distinct()], thing.Open, thing.Deadline, before?.Created ?? now, now);

    /// <summary>A thing as a caller's firm sees it.</summary>
    public static ResourceView View(IResourceService service, ResourceRow row, Caller caller)
    {
        var thing = Thing(service, row);
        var viewer = new ResourceViewer(caller.Tenant, caller.Actor, caller.Roles);
        return new ResourceView
        {
            Collection = row.Name.Collection, Id = row.Name.Id, State = row.State, Seq = row.Seq, Created = row.Created, Changed = row.Changed, Due = row.Deadline?.At,
            Mine = [.. row.Parties.Where(one => one.Tenant == caller.Tenant && caller.Tenant.Length > 0).Select(static one => one.Word).Distinct()],
            Can = ResourceRules.Can(service, thing, viewer), Body = ResourceRules.View(service, thing, viewer).ToJsonString(),
        };
    }
}

/// <summary>Facts with what the store must still say of them at the commit.</summary>
internal sealed class GatheredFacts(ResourceFacts facts)
{
    private readonly Dictionary<ResourceName, ResourceRow> rows = [];

    /// <summary>What rules see.</summary>
    public ResourceFacts Facts => facts;

    /// <summary>Marks that were read.</summary>
    public List<ReadFence> Fences { get; } = [];

    /// <summary>Takes rows that were read; false when one was read before and has changed since.</summary>
    public bool Agrees(IReadOnlyList<ResourceRow> read)
    {
        foreach (var row in read) if (!rows.TryAdd(row.Name, row) && rows[row.Name].Seq != row.Seq) return false;
        return true;
    }

    /// <summary>A thing as it was read, or null.</summary>
    public ResourceRow? Before(ResourceName name) => rows.GetValueOrDefault(name);

    /// <summary>Whether more than one thing or set was read, so that what was read may never have stood side by side.</summary>
    public bool IsOfSeveralMoments => facts.Reads.Count > 1;

    /// <summary>Things that were read by name and are to be as they were: all that a decision does not change.</summary>
    public IEnumerable<(ResourceName Name, long Seq)> Standing(IReadOnlySet<ResourceName> changed) =>
        facts.Reads.OfType<ResourceRead.Row>().Where(read => !changed.Contains(read.Name) && rows.ContainsKey(read.Name)).Select(read => (read.Name, rows[read.Name].Seq));
}
