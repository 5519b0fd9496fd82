using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain;
using Marketplace.Domain.Views;

namespace Marketplace.Views.Apps;

/// <summary>The rows of a source as they come: of records, of their groups, of the log, of a read-only function.</summary>
internal static class SourceRows
{
    /// <summary>Reads a source. <c>$row.x</c> in a condition or an input is the record that the rows belong to; what a person chose goes into
    /// a function's input.</summary>
    public static async Task<Answer<IReadOnlyList<JsonElement>>> Read(
        IViewSource source, RowSource rows, JsonElement record, IReadOnlyDictionary<string, string> chosen, CancellationToken cancel)
    {
        switch (rows)
        {
            case RowSource.Records records:
                return await source.Records(records with { Where = Filled(records.Where, record) }, cancel);
            case RowSource.Groups groups:
                var read = await source.Groups(groups with { Where = Filled(groups.Where, record) }, cancel);
                return read.Ok ? GroupRows.Ordered(read.Must(), groups) : read.Refusal!;
            case RowSource.Invocations log:
                return await source.Invocations(log.Function, log.Limit, cancel);
            case RowSource.Call call:
                return await Called(source, call, record, chosen, cancel);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>True while a person has not made all choices.</summary>
    public static bool Waits(IReadOnlyList<Param> wanted, IReadOnlyDictionary<string, string> asked) =>
        wanted.Any(p => asked.GetValueOrDefault($"p.{p.Name}", "").Length == 0);

    /// <summary>The choices of the address (<c>p.month=…</c>) by their names.</summary>
    public static IReadOnlyDictionary<string, string> Chosen(IReadOnlyList<Param> wanted, IReadOnlyDictionary<string, string> asked) =>
        wanted.ToDictionary(static p => p.Name, p => asked.GetValueOrDefault($"p.{p.Name}", ""), StringComparer.Ordinal);

    private static async Task<Answer<IReadOnlyList<JsonElement>>> Called(
        IViewSource source, RowSource.Call call, JsonElement record, IReadOnlyDictionary<string, string> chosen, CancellationToken cancel)
    {
        var input = Row.Fill(call.Input, record, "$row.");
        foreach (var (name, value) in chosen) input[name] = value;
        var answer = await source.Call(call.Function, JsonSerializer.SerializeToElement(input), "", "", cancel);
        if (!answer.Ok) return answer.Refusal!;
        if (answer.Must().Refused is { } refused) return refused;
        var rows = call.Rows.Length == 0 ? answer.Must().Result : Row.At(answer.Must().Result, call.Rows);
        return rows.ValueKind switch
        {
            JsonValueKind.Array => rows.EnumerateArray().ToList(),
            JsonValueKind.Object => new List<JsonElement> { rows }, // a function that answers one thing has one row
            _ => new List<JsonElement>(),
        };
    }

    private static JsonElement Filled(JsonElement where, JsonElement record) =>
        where.ValueKind == JsonValueKind.Object && record.ValueKind == JsonValueKind.Object ? JsonSerializer.SerializeToElement<JsonObject>(Row.Fill(where, record, "$row.")) : where;
}
