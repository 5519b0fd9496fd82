using System.Text.Json;
using Marketplace.Contracts.Imports;
using Marketplace.Domain.Imports;

namespace Marketplace.Api.Imports;

/// <summary>A wrong cell, with the sentence that says what to do.</summary>
internal sealed record ImportErrorBody(int Line, string Column, string Field, string Rule, string Value, string Message);

/// <summary>A column of the file and the field it fills; without one, why.</summary>
internal sealed record ImportColumnBody(string Header, string Field, string Why);

/// <summary>An import.</summary>
internal sealed record ImportBody
{
    public required string Id { get; init; }
    public required string App { get; init; }
    public required string Entity { get; init; }
    public required string Key { get; init; }
    public required string Name { get; init; }
    public required string Kind { get; init; }
    /// <summary><c>preview running done stopped undoing undone</c>.</summary>
    public required string State { get; init; }
    public required string Why { get; init; }
    public long Lines { get; init; }
    public long Good { get; init; }
    public long Bad { get; init; }
    public long Reached { get; init; }
    public long Inserted { get; init; }
    public long Updated { get; init; }
    public long Same { get; init; }
    public long Skipped { get; init; }
    public long Removed { get; init; }
    public long Kept { get; init; }
    public DateTimeOffset At { get; init; }
    public DateTimeOffset ChangedAt { get; init; }
    public required string Actor { get; init; }
    public required IReadOnlyList<ImportColumnBody> Columns { get; init; }
    /// <summary>Required fields without a column.</summary>
    public required IReadOnlyList<string> Missing { get; init; }
    /// <summary>The first records as they would be stored.</summary>
    public required IReadOnlyList<JsonElement> Rows { get; init; }
    /// <summary>The first wrong cells.</summary>
    public required IReadOnlyList<ImportErrorBody> Errors { get; init; }

    public static ImportBody Of(ImportFacts facts, string culture) => new()
    {
        Id = facts.Id, App = facts.App, Entity = facts.Entity, Key = facts.Key, Name = facts.Name, Kind = facts.Kind, State = facts.State, Why = facts.Why,
        Lines = facts.Lines, Good = facts.Good, Bad = facts.Bad, Reached = facts.Reached, Inserted = facts.Inserted, Updated = facts.Updated, Same = facts.Same,
        Skipped = facts.Skipped, Removed = facts.Removed, Kept = facts.Kept, At = facts.At, ChangedAt = facts.ChangedAt, Actor = facts.Actor,
        Columns = [.. facts.Report.Columns.Select(static c => new ImportColumnBody(c.Header, c.Field, c.Why))], Missing = facts.Report.Missing,
        Rows = [.. facts.Report.Rows.Select(static row => JsonElement.Parse(row))],
        Errors = [.. facts.Report.Faults.Select(fault => new ImportErrorBody(fault.Line, fault.Column, fault.Field, fault.Rule, fault.Value, ImportTexts.Sentence(culture, fault)))],
    };
}

/// <summary>The last imports of an install.</summary>
internal sealed record ImportPage(IReadOnlyList<ImportBody> Imports);
