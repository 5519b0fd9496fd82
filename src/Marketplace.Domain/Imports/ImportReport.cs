using Orleans;

namespace Marketplace.Domain.Imports;

/// <summary>One column of the file.</summary>
/// <param name="Header">As the file has it.</param>
/// <param name="Field">The field it fills, or empty where it is left out.</param>
/// <param name="Why">Why it is left out: <c>unknown</c>, <c>own</c> (the host gives it), <c>formula</c>, <c>twice</c>; or empty.</param>
[GenerateSerializer, Immutable, Alias("imports.column")]
public sealed record ImportColumn([property: Id(0)] string Header, [property: Id(1)] string Field, [property: Id(2)] string Why);

/// <summary>One thing that is wrong with a line, which is therefore not written.</summary>
/// <param name="Line">The line of the file, from 1; of a spreadsheet, its row.</param>
/// <param name="Column">The header of the column, or empty.</param>
/// <param name="Field">The field, or empty.</param>
/// <param name="Rule">The broken rule, a word of the import's texts.</param>
/// <param name="Value">What stands there, shortened.</param>
/// <param name="Limit">What the rule asks, where it says more than its name; or empty.</param>
[GenerateSerializer, Immutable, Alias("imports.fault")]
public sealed record ImportFault([property: Id(0)] int Line, [property: Id(1)] string Column, [property: Id(2)] string Field, [property: Id(3)] string Rule, [property: Id(4)] string Value, [property: Id(5)] string Limit);

/// <summary>What a preview found: the same for people and for the writing that follows.</summary>
[GenerateSerializer, Immutable, Alias("imports.report")]
public sealed record ImportReport
{
    [Id(0)] public IReadOnlyList<ImportColumn> Columns { get; init; } = [];
    /// <summary>Required fields without a column and without a default.</summary>
    [Id(1)] public IReadOnlyList<string> Missing { get; init; } = [];
    /// <summary>The first records as they would be stored, each the JSON of its fields.</summary>
    [Id(2)] public IReadOnlyList<string> Rows { get; init; } = [];
    /// <summary>The first wrong cells, in the order of lines.</summary>
    [Id(3)] public IReadOnlyList<ImportFault> Faults { get; init; } = [];
}
