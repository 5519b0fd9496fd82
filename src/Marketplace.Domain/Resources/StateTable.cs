namespace Marketplace.Domain.Resources;

/// <summary>One cell of a state table that leads somewhere.</summary>
/// <param name="From">The state it leads from; <see cref="StateTable.None"/> makes a new one.</param>
/// <param name="Command">The command, a verb in camelCase.</param>
/// <param name="To">The states it can lead to; the rules say which.</param>
/// <param name="By">Who may: words of the row's parties (<c>shipper</c>, <c>debtor</c>), or <see cref="By.Anyone"/>, <see cref="By.Operator"/>,
/// <see cref="By.System"/>.</param>
public sealed record Transition(string From, string Command, IReadOnlyList<string> To, IReadOnlyList<string> By)
{
    /// <summary>Roles of the persons who may do it for their firm; those who decide for a firm unless told.</summary>
    public IReadOnlyList<string> Hands { get; init; } = Deciders;

    /// <summary>Who decides for a firm.</summary>
    public static readonly IReadOnlyList<string> Deciders = [Roles.Owner, Roles.Chain, Roles.Carrier, Roles.Funder, Roles.Lender];
}

/// <summary>Words for who may do a command, beside the words of the parties.</summary>
public static class By
{
    /// <summary>Any firm of the brain.</summary>
    public const string Anyone = "anyone";

    /// <summary>The brain's operator.</summary>
    public const string Operator = "operator";

    /// <summary>The host itself: a deadline, a match.</summary>
    public const string System = "system";
}

/// <summary>The states of one kind of thing and which command leads from where to where. The table is data: it is published, drawn in the
/// docs, and every cell of it is tested.</summary>
public sealed class StateTable
{
    /// <summary>The state of what is not there yet.</summary>
    public const string None = "";

    private readonly Dictionary<(string From, string Command), Transition> cells = [];

    /// <summary>A table of a collection, as <c>consignments</c>.</summary>
    public StateTable(string collection, params ReadOnlySpan<Transition> transitions)
    {
        Collection = collection;
        List<string> states = [], commands = [];
        foreach (var one in transitions)
        {
            if (!cells.TryAdd((one.From, one.Command), one)) throw new ArgumentException($"{collection}: {one.From} {one.Command} is there twice.", nameof(transitions));
            foreach (var state in (string[])[one.From, .. one.To]) if (state != None && !states.Contains(state)) states.Add(state);
            if (!commands.Contains(one.Command)) commands.Add(one.Command);
        }
        (States, Commands, Transitions) = (states, commands, transitions.ToArray());
    }

    /// <summary>The name of the collection.</summary>
    public string Collection { get; }

    /// <summary>Every state, in the order of the table.</summary>
    public IReadOnlyList<string> States { get; }

    /// <summary>Every command.</summary>
    public IReadOnlyList<string> Commands { get; }

    /// <summary>Every transition.</summary>
    public IReadOnlyList<Transition> Transitions { get; }

    /// <summary>The cell, or null: then the command is refused in that state.</summary>
    public Transition? Cell(string from, string command) => cells.GetValueOrDefault((from, command));

    /// <summary>True for a state that nothing leads out of.</summary>
    public bool Ends(string state) => Transitions.All(one => one.From != state);
}
