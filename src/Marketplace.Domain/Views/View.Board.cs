namespace Marketplace.Domain.Views;

public abstract partial record View
{
    /// <summary>Cards in columns. Cards move by their actions, so that a board works by keyboard and with gloves.</summary>
    public sealed record Board : View
    {
        public required RowSource Source { get; init; }
        public IReadOnlyList<Param> Params { get; init; } = [];
        /// <summary>The field that says in which column a card stands.</summary>
        public required string Column { get; init; }
        /// <summary>The columns in their order; empty for the choices of the field, or for what the rows hold where it has none.
        /// Cards with another value stand in a last column of their own.</summary>
        public IReadOnlyList<string> Columns { get; init; } = [];
        /// <summary>What a card shows; the first is its heading.</summary>
        public required IReadOnlyList<Column> Card { get; init; }
        public IReadOnlyList<string> Filters { get; init; } = [];
        public IReadOnlyList<RowColor> RowColors { get; init; } = [];
        public IReadOnlyList<ViewAction> Actions { get; init; } = [];
        /// <summary>Name of the detail view that a card opens, or empty.</summary>
        public string DetailView { get; init; } = "";
        /// <summary>Name of the form view that makes a new card, or empty.</summary>
        public string CreateView { get; init; } = "";
        /// <summary>Locale key of what to say when there are no cards, or empty.</summary>
        public string Empty { get; init; } = "";
    }
}
