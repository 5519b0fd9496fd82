namespace Marketplace.Domain.Resources;

/// <summary>Shared things of one service and brain in memory, under the same rules as the host's: for <c>mkt dev</c> and for tests. What the
/// ledger would move is kept in <see cref="Transfers"/>.</summary>
public sealed class ResourceBook(IResourceService service)
{
    private readonly SortedDictionary<(string, string), Resource> things = [];
    private readonly Dictionary<string, ResourceName> claims = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Tenant, string Operation), Answer<Resource>> outcomes = [];

    /// <summary>The policy in force.</summary>
    public ResourcePolicy Policy { get; set; } = new() { Mode = service.Modes[0], From = DateOnly.MinValue };

    /// <summary>Every thing, by its name.</summary>
    public IEnumerable<Resource> Things => things.Values;

    /// <summary>Who holds which key.</summary>
    public IReadOnlyDictionary<string, ResourceName> Claims => claims;

    /// <summary>Money that moved, in its order.</summary>
    public List<ResourceTransfer> Transfers { get; } = [];

    /// <summary>What was told, in its order.</summary>
    public List<ResourceEvent> Events { get; } = [];

    /// <summary>A thing, or null.</summary>
    public Resource? Find(string collection, string id) => things.GetValueOrDefault((collection, id));

    /// <summary>Does a command; the same operation again is answered as before and does nothing.</summary>
    public Answer<Resource> Do(ResourceCommand command, DateTimeOffset now)
    {
        if (outcomes.TryGetValue((command.Tenant, command.Operation), out var before)) return before;
        var decided = Quote(command, now);
        var outcome = decided.Refusal is { } no ? no : Apply(decided.Must());
        // As the host does: what is not kept may end otherwise when it comes again.
        if (outcome.Ok || Codes.IsStored(outcome.Refusal!.Code)) outcomes[(command.Tenant, command.Operation)] = outcome;
        return outcome;
    }

    /// <summary>What a command would come to now.</summary>
    public Answer<ResourceDecision> Quote(ResourceCommand command, DateTimeOffset now)
    {
        var facts = new ResourceFacts { Policy = Policy };
        while (ResourceRules.Reads(service, command, facts) is { Count: > 0 } reads)
            foreach (var read in reads) facts.Add(read, Read(read));
        return ResourceRules.Decide(service, command, facts, now);
    }

    /// <summary>Does what is due, earliest first, as the host's sweeper would.</summary>
    public int Sweep(DateTimeOffset now)
    {
        var count = 0;
        while (things.Values.Where(one => one.Deadline?.At <= now).OrderBy(static one => one.Deadline!.At).FirstOrDefault() is { } due)
        {
            var done = Do(new ResourceCommand { On = due.Name, Name = due.Deadline!.Command, Roles = [Roles.System], Operation = $"due {due.Name} {due.Seq}" }, now);
            if (done.Refusal is { } no) throw new InvalidOperationException($"The deadline of {due.Name} was refused: {no.Code}.");
            count++;
        }
        return count;
    }

    private IReadOnlyList<Resource> Read(ResourceRead read) => read switch
    {
        ResourceRead.Row row => Find(row.Name.Collection, row.Name.Id) is { } one ? [one] : [],
        ResourceRead.Set set => [.. things.Values.Where(one => one.Name.Collection == set.Collection && one.Marks.Contains(set.Mark))],
        _ => throw new NotSupportedException(),
    };

    private Answer<Resource> Apply(ResourceDecision decision)
    {
        foreach (var free in decision.Frees) if (claims.GetValueOrDefault(free.Key) == free.Holder) claims.Remove(free.Key);
        foreach (var claim in decision.Claims)
            if (claims.TryGetValue(claim.Key, out var holder) && holder != claim.Holder) return Refusal.Of(claim.Code, ("key", claim.Key));
        foreach (var claim in decision.Claims) claims[claim.Key] = claim.Holder;
        foreach (var (after, _) in decision.Puts) things[(after.Name.Collection, after.Name.Id)] = after with { Seq = after.Seq + 1 };
        if (decision.Transfer is { } transfer) Transfers.Add(transfer);
        Events.AddRange(decision.Events);
        var first = decision.Puts[0].After.Name;
        return things[(first.Collection, first.Id)];
    }
}
