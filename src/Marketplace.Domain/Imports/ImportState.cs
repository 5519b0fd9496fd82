namespace Marketplace.Domain.Imports;

/// <summary>The states of an import, and which command leads from where to where.</summary>
public static class ImportState
{
    /// <summary>Looked at, nothing written; being written; written; stopped on the way; being taken back; taken back.</summary>
    public const string Preview = "preview", Running = "running", Done = "done", Stopped = "stopped", Undoing = "undoing", Undone = "undone";

    /// <summary>The commands.</summary>
    public const string Commit = "commit", Undo = "undo";

    private static readonly Dictionary<(string State, string Command), string> table = new()
    {
        [(Preview, Commit)] = Running, [(Stopped, Commit)] = Running, [(Running, Commit)] = Running,
        [(Done, Undo)] = Undoing, [(Stopped, Undo)] = Undoing, [(Undoing, Undo)] = Undoing,
    };

    /// <summary>Every transition that there is.</summary>
    public static IReadOnlyDictionary<(string State, string Command), string> Table => table;

    /// <summary>The state after a command, or <c>conflict.state</c>.</summary>
    public static Answer<string> After(string state, string command) =>
        table.TryGetValue((state, command), out var next) ? next : Refusal.Of(Codes.ConflictState, ("state", state), ("command", command));
}
