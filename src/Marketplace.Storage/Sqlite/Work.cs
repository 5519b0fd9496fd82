using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Marketplace.Storage.Sqlite;

/// <summary>Something to do within a batch; <see cref="Do"/> answers false to have it undone. A batch may be done twice, the second
/// time with guards; only what stands when it is told counts.</summary>
internal abstract class Work
{
    public Exception? Fault { get; set; }

    /// <summary>A pass over the batch begins.</summary>
    public virtual void Begin()
    {
    }

    public abstract bool Do(Statements statements);

    public abstract void Tell();
}

/// <summary>Units that build on each other. What one pass broke is broken for good only when the pass was committed.</summary>
internal sealed class Chain
{
    public bool IsBroken { get; set; }

    public bool IsBrokenNow { get; set; }
}

internal sealed class UnitWork(Unit unit, Chain? chain = null) : Work
{
    private Committed outcome = Committed.Done;

    public TaskCompletionSource<Committed> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override void Begin()
    {
        if (chain is not null) chain.IsBrokenNow = chain.IsBroken;
    }

    public override bool Do(Statements statements)
    {
        outcome = chain is { IsBrokenNow: true } ? Committed.NotTried : Steps(statements, unit);
        if (chain is not null && !outcome.Ok) chain.IsBrokenNow = true;
        return outcome.Ok;
    }

    public override void Tell()
    {
        if (chain is not null && (Fault is not null || !outcome.Ok)) chain.IsBroken = true;
        if (Fault is null) Done.SetResult(outcome);
        else Done.SetException(Fault);
    }

    private static Committed Steps(Statements statements, Unit unit)
    {
        foreach (var step in unit.Steps)
        {
            try
            {
                var rows = statements.Run(step.Sql, step.Args);
                if (step.Rows >= 0 && rows != step.Rows) return new Committed(false, step.Conflict, step.Detail);
            }
            catch (SqliteException broken) when (step.Conflict.Length > 0 && IsUnique(broken))
            {
                return new Committed(false, step.Conflict, step.Detail);
            }
        }
        return Committed.Done;
    }

    private static bool IsUnique(SqliteException failure) =>
        failure.SqliteExtendedErrorCode is raw.SQLITE_CONSTRAINT_UNIQUE or raw.SQLITE_CONSTRAINT_PRIMARYKEY;
}

internal sealed class ChangeWork<T>(string sql, Func<Row, T> map, Arg[] args) : Work
{
    private IReadOnlyList<T> rows = [];

    public TaskCompletionSource<IReadOnlyList<T>> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override bool Do(Statements statements)
    {
        rows = statements.Read(sql, map, args);
        return true;
    }

    public override void Tell()
    {
        if (Fault is null) Done.SetResult(rows);
        else Done.SetException(Fault);
    }
}
