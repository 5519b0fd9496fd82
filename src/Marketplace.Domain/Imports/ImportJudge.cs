using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Marketplace.Domain.Records;

namespace Marketplace.Domain.Imports;

/// <summary>A line that was read: the JSON of its fields and the value of the deciding field, or what is wrong with it.</summary>
public sealed record ReadLine(SheetLine Line, JsonElement Body, Cell Key, IReadOnlyList<ImportFault> Faults);

/// <summary>What becomes of a line: a record (whose <c>Before</c> is null when it is new), nothing (it is there like this already), or faults.</summary>
public sealed record JudgedLine(SheetLine Line, RecordChange? Change, IReadOnlyList<ImportFault> Faults);

/// <summary>Judges the lines of one file, the same for the preview and for the writing. Pure.</summary>
public sealed class ImportJudge(Entity entity, ImportLayout layout, TimeZoneInfo zone, string actor)
{
    private const int ShownValue = 80;

    /// <summary>Reads the cells into the entity's fields. An empty cell says nothing: a new record takes the default, a changed one keeps
    /// what it has.</summary>
    public ReadLine Read(SheetLine line)
    {
        List<ImportFault> faults = [];
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, JsonText.Writing))
        {
            writer.WriteStartObject();
            for (var i = 0; i < line.Cells.Count; i++)
            {
                var cell = line.Cells[i];
                if (i >= layout.Fields.Count)
                {
                    if (cell.Length > 0 && faults.All(static f => f.Rule != "columns")) faults.Add(Fault(line, -1, "columns"));
                    continue;
                }
                if (layout.Fields[i] is not { } field || IsEmpty(field, cell)) continue;
                var value = new ArrayBufferWriter<byte>(64);
                using var one = new Utf8JsonWriter(value, JsonText.Writing);
                var rule = CellText.Write(one, field, cell, zone);
                one.Flush();
                if (rule.Length > 0)
                {
                    faults.Add(Fault(line, i, rule));
                    continue;
                }
                writer.WritePropertyName(field.Name);
                writer.WriteRawValue(value.WrittenSpan, skipInputValidation: true);
            }
            writer.WriteEndObject();
        }
        var body = JsonElement.Parse(buffer.WrittenSpan);
        var key = Cell.Nothing;
        if (layout.Key is { } by && !faults.Any(f => f.Field == by.Name)
            && (!body.TryGetProperty(by.Name, out var deciding) || Forms.Read(by, deciding, out key).Length > 0))
            faults.Add(Fault(line, ColumnOf(by.Name), "key"));
        return new ReadLine(line, body, key, faults);
    }

    /// <summary>The record that a read line makes: new under <paramref name="id"/>, or a change of <paramref name="stored"/>.</summary>
    public JudgedLine Judge(ReadLine read, string id, RecordRow? stored, DateTimeOffset now)
    {
        if (read.Faults.Count > 0) return new JudgedLine(read.Line, null, read.Faults);
        var row = stored is null ? RecordRules.Insert(entity, id, read.Body, actor, now) : RecordRules.Update(entity, stored, read.Body, 0, now);
        if (!row.Ok) return new JudgedLine(read.Line, null, [Explained(read.Line, row.Refusal!)]);
        var after = row.Must();
        return stored is not null && stored.Body.AsSpan().SequenceEqual(after.Body)
            ? new JudgedLine(read.Line, null, [])
            : new JudgedLine(read.Line, new RecordChange(entity, after.Id, stored, after), []);
    }

    /// <summary>A fault of one field of a line; <paramref name="limit"/> is what the rule asks.</summary>
    public ImportFault Fault(SheetLine line, string field, string rule, string limit = "") => Fault(line, ColumnOf(field), rule, limit) with { Field = field };

    private ImportFault Fault(SheetLine line, int column, string rule, string limit = "")
    {
        var field = column >= 0 ? layout.Fields[column] : null;
        if (rule == "scale") limit = field!.Scale.ToString(CultureInfo.InvariantCulture);
        var value = column >= 0 && column < line.Cells.Count ? line.Cells[column].Replace(CellText.Broken, "#", StringComparison.Ordinal) : "";
        return new ImportFault(line.Number, column >= 0 ? layout.Columns[column].Header : "", field?.Name ?? "", rule, Shortened(value), limit);
    }

    private ImportFault Explained(SheetLine line, Refusal no)
    {
        if (no.Code != Codes.InputInvalid) return Fault(line, layout.Key?.Name ?? "", "appendOnly");
        var name = no.Facts.GetValueOrDefault("pointer", "").TrimStart('/');
        var rule = no.Facts.GetValueOrDefault("rule", "");
        var limit = no.Facts.GetValueOrDefault("limit", "");
        if (!entity.Fields.TryGetValue(name, out var field)) return Fault(line, name, rule, limit);
        if (field.Type == FieldType.Money && long.TryParse(limit, CultureInfo.InvariantCulture, out var micro)) limit = CellText.Yuan(micro);
        return rule switch
        {
            "type" or "form" or "unknown" or "duplicate" => Fault(line, name, FormRule(field.Type)),
            "surrogate" or "nul" => Fault(line, name, "text"),
            "scale" => Fault(line, name, "scale", field.Scale.ToString(CultureInfo.InvariantCulture)),
            "choice" => Fault(line, name, "choice", string.Join(' ', field.Enum)),
            _ => Fault(line, name, rule, limit),
        };
    }

    private static string FormRule(FieldType type) => type switch
    {
        FieldType.Integer => "integer",
        FieldType.Decimal => "decimal",
        FieldType.Money => "money",
        FieldType.Boolean => "boolean",
        FieldType.Date => "date",
        FieldType.DateTime => "datetime",
        FieldType.Duration => "duration",
        FieldType.Json => "json",
        FieldType.Attachment => "attachment",
        _ => "form",
    };

    private static bool IsEmpty(Field field, string cell) =>
        field.Type is FieldType.Text or FieldType.LongText ? cell.Length == 0 : string.IsNullOrWhiteSpace(cell);

    private static string Shortened(string value) => value.Length <= ShownValue ? value : value[..(char.IsHighSurrogate(value[ShownValue - 1]) ? ShownValue - 1 : ShownValue)] + "…";

    private int ColumnOf(string field)
    {
        for (var i = 0; i < layout.Fields.Count; i++)
            if (layout.Fields[i]?.Name == field) return i;
        return -1;
    }
}
