using System.Text.Json;

namespace Marketplace.Domain.Views;

/// <summary>What a person sees, as data: read from <c>views/*.json</c> by <see cref="ViewReader"/>. A closed set of shapes;
/// every word in it is a locale key of the app, every condition an expression over the row.</summary>
public abstract partial record View
{
    private View() { }

    /// <summary>Locale key of the heading.</summary>
    public required string Title { get; init; }

    /// <summary>Name of the form view that makes a new row or card, or empty.</summary>
    public string Creates => this switch { Table table => table.CreateView, Board board => board.CreateView, _ => "" };

    /// <summary>Name of the detail view that a row or card opens, or empty.</summary>
    public string Opens => this switch { Table table => table.DetailView, Board board => board.DetailView, _ => "" };

    /// <summary>Rows with columns, filters, row colours and actions.</summary>
    public sealed record Table : View
    {
        /// <summary>Where the rows come from.</summary>
        public required RowSource Source { get; init; }
        /// <summary>Choices that a person makes first and that go into the input of a function source.</summary>
        public IReadOnlyList<Param> Params { get; init; } = [];
        public required IReadOnlyList<Column> Columns { get; init; }
        /// <summary>Fields offered as filters above the rows.</summary>
        public IReadOnlyList<string> Filters { get; init; } = [];
        public IReadOnlyList<RowColor> RowColors { get; init; } = [];
        public IReadOnlyList<ViewAction> Actions { get; init; } = [];
        /// <summary>True when columns that are empty in every row are left out.</summary>
        public bool SkipsEmpty { get; init; }
        /// <summary>Name of the detail view that a row opens, or empty.</summary>
        public string DetailView { get; init; } = "";
        /// <summary>Name of the form view that makes a new row, or empty.</summary>
        public string CreateView { get; init; } = "";
        /// <summary>Locale key of what to say when there are no rows, or empty.</summary>
        public string Empty { get; init; } = "";
    }

    /// <summary>One record with what belongs to it.</summary>
    public sealed record Detail : View
    {
        public required string Entity { get; init; }
        public required IReadOnlyList<Column> Fields { get; init; }
        /// <summary>True when fields that have no value are left out.</summary>
        public bool SkipsEmpty { get; init; }
        public IReadOnlyList<Related> Related { get; init; } = [];
        /// <summary>Names of print views that put this record on paper.</summary>
        public IReadOnlyList<string> Prints { get; init; } = [];
        public IReadOnlyList<ViewAction> Actions { get; init; } = [];
    }

    /// <summary>Fields that make a record or call a function; exactly one of the two names is set.</summary>
    public sealed record Form : View
    {
        public string Entity { get; init; } = "";
        public string Function { get; init; } = "";
        public required IReadOnlyList<InputField> Fields { get; init; }
        /// <summary>Locale key of the button.</summary>
        public string Submit { get; init; } = "";
    }

    /// <summary>One place, one field, one answer that fills the screen.</summary>
    public sealed record Scan : View
    {
        /// <summary>Called with what was scanned and the place.</summary>
        public required string Function { get; init; }
        public required ScanPlace Place { get; init; }
        /// <summary>Name of the input that takes what was scanned.</summary>
        public required string ScanInput { get; init; }
        public required ScanAnswer Answer { get; init; }
        public IReadOnlyList<ViewAction> Next { get; init; } = [];
        public ScanFollow? Follow { get; init; }
        /// <summary>The last calls shown below, or null.</summary>
        public RowSource.Invocations? History { get; init; }
    }
}

/// <summary>Where the rows of a view come from. Closed.</summary>
public abstract record RowSource
{
    private RowSource() { }

    /// <summary>Records of an entity; <paramref name="Where"/> is undefined when there is none.</summary>
    public sealed record Records(string Entity, JsonElement Where, IReadOnlyList<string> OrderBy, int Limit) : RowSource;

    /// <summary>Groups of an entity's records, each a row <c>{group{}, count, sum{}, avg{}, min{}, max{}}</c>; without
    /// <c>GroupBy</c> one row over all of them. <c>OrderBy</c> names such a path (<c>-sum.good</c>), applied to the groups.</summary>
    public sealed record Groups(string Entity, JsonElement Where, IReadOnlyList<string> OrderBy, int Limit) : RowSource
    {
        public IReadOnlyList<string> GroupBy { get; init; } = [];
        public IReadOnlyList<string> Sum { get; init; } = [];
        public IReadOnlyList<string> Avg { get; init; } = [];
        public IReadOnlyList<string> Min { get; init; } = [];
        public IReadOnlyList<string> Max { get; init; } = [];
    }

    /// <summary>The invocation log of one function, newest first.</summary>
    public sealed record Invocations(string Function, int Limit) : RowSource;

    /// <summary>A read-only function's answer; <paramref name="Rows"/> names the array in it, empty when the answer is the array.</summary>
    public sealed record Call(string Function, JsonElement Input, string Rows) : RowSource;
}

/// <summary>A choice among records that becomes an input of a function source.</summary>
public sealed record Param(string Name, string Label, string Entity, string Display);

/// <summary>A field to show. <see cref="Field"/> may be a dotted path into the row.</summary>
public sealed record Column(string Field, string Label, string Format, ReferenceTo? Reference);

/// <summary>Shows a reference by a field of the record it points at.</summary>
public sealed record ReferenceTo(string Entity, string Display);

/// <summary>Colours a row when the expression holds: green, amber, red or grey. Words in the row say the same.</summary>
public sealed record RowColor(string When, string Color);

/// <summary>Records of another view that belong to this record.</summary>
public sealed record Related(string View, JsonElement Where);

/// <summary>A button that calls a function.</summary>
public sealed record ViewAction
{
    public required string Function { get; init; }
    public required string Label { get; init; }
    /// <summary>Expression over the row (or the scan's answer); empty means always.</summary>
    public string When { get; init; } = "";
    /// <summary>Who sees it; empty means everyone. The function's own roles decide in the end.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];
    /// <summary>Input with <c>$row.x</c> and <c>$result.x</c> in place of values; undefined for none.</summary>
    public JsonElement Input { get; init; }
    /// <summary>Locale key of a question asked first, or empty.</summary>
    public string Confirm { get; init; } = "";
    /// <summary>Another person must sign with badge and PIN.</summary>
    public bool SecondSignature { get; init; }
    public IReadOnlyList<InputField> Fields { get; init; } = [];
}

/// <summary>A field that a person fills in. With <see cref="Reference"/> the person chooses a record and the field takes its id.</summary>
public sealed record InputField(string Name, string Label, string Help, string Type, bool Required)
{
    public ReferenceTo? Reference { get; init; }
}

/// <summary>The place of a scan screen: records of an entity, the field that is sent, the field that is read.</summary>
public sealed record ScanPlace(string Entity, string Value, string Label, string Input);

/// <summary>Where in the result the answer, its state, its reason and its parameters are, and which words mean green and red.</summary>
public sealed record ScanAnswer(string Field, string Green, string Red, string State, string Reason, string Parameters);

/// <summary>A record that is watched after the answer until it rests in one of <paramref name="Until"/>;
/// only states of <paramref name="Ready"/> let the screen say that the machine may start.</summary>
public sealed record ScanFollow(
    string Entity, string Id, string State, string Reason,
    IReadOnlyList<string> Until, IReadOnlyList<string> Ready, string ReadyText, string WaitText);
