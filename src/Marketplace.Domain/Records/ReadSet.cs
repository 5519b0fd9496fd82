namespace Marketplace.Domain.Records;

/// <summary>What a call has read: records by id, and conditions. Two calls of one install may run side by side as long as neither
/// writes what the other has read; then every order of their commits gives the same, and one of them is the order in which they were
/// committed. A condition counts by what it says and not by what it found, so that a record which would newly hold is noticed too.</summary>
public sealed class ReadSet
{
    private readonly HashSet<(string Entity, string Id)> ids = [];
    private readonly List<(string Entity, Func<RecordRow, bool> Holds)> conditions = [];

    /// <summary>The call asked for one record, whether or not it was there.</summary>
    public void Add(string entity, string id) => ids.Add((entity, id));

    /// <summary>The call asked for, counted or summed the records that hold; order, limit and cursor do not narrow it.</summary>
    public void Add(Entity entity, Filter? where) => conditions.Add((entity.Name, QueryEvaluator.Matcher(entity, where)));

    /// <summary>Whether one of the changes could have given the call another answer.</summary>
    public bool IsTouchedBy(IReadOnlyList<RecordChange> changes)
    {
        foreach (var change in changes)
        {
            if (ids.Contains((change.Entity.Name, change.Id))) return true;
            foreach (var (entity, holds) in conditions)
                if (entity == change.Entity.Name && (Holds(holds, change.Before) || Holds(holds, change.After))) return true;
        }
        return false;
    }

    private static bool Holds(Func<RecordRow, bool> holds, RecordRow? row) => row is not null && holds(row);
}
