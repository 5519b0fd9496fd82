namespace Marketplace.Domain.Resources;

/// <summary>Something that a decision must know.</summary>
public abstract record ResourceRead
{
    private ResourceRead() { }

    /// <summary>One thing by its name; what it says is fenced, that it is missing is not.</summary>
    public sealed record Row(ResourceName Name) : ResourceRead;

    /// <summary>All things of a collection with a mark. A <paramref name="Loose"/> set is not fenced: for proposals, which only propose.</summary>
    public sealed record Set(string Collection, string Mark, bool Loose = false) : ResourceRead;
}

/// <summary>What was read for a decision. A rule that looks at something it did not ask for is a bug and throws.</summary>
public sealed class ResourceFacts
{
    private readonly Dictionary<ResourceRead, IReadOnlyList<Resource>> known = [];

    /// <summary>The service's rule parameters in force now.</summary>
    public required ResourcePolicy Policy { get; init; }

    /// <summary>What has been read.</summary>
    public IReadOnlyCollection<ResourceRead> Reads => known.Keys;

    /// <summary>The thing that a command is about, or null.</summary>
    public Resource? Of(ResourceCommand command) => Row(command.On);

    /// <summary>A thing by its name, or null when there is none.</summary>
    public Resource? Row(ResourceName name) => Rows(new ResourceRead.Row(name)) is [var one] ? one : null;

    /// <summary>A thing by its name, or null when there is none.</summary>
    public Resource? Row(string collection, string id) => Row(new ResourceName(collection, id));

    /// <summary>The things of a mark, by their ids.</summary>
    public IReadOnlyList<Resource> Set(string collection, string mark, bool loose = false) => Rows(new ResourceRead.Set(collection, mark, loose));

    /// <summary>True when this has been read.</summary>
    public bool Knows(ResourceRead read) => known.ContainsKey(read);

    /// <summary>Adds what was read.</summary>
    public void Add(ResourceRead read, IReadOnlyList<Resource> rows) => known[read] = rows;

    private IReadOnlyList<Resource> Rows(ResourceRead read) =>
        known.TryGetValue(read, out var rows) ? rows : throw new InvalidOperationException($"{read} was not asked for.");
}
