using System.Text.Json;
using Marketplace.Domain.Records;
using Marketplace.Domain.Views;

namespace Marketplace.Views.Apps;

/// <summary>One column of a board; an empty value is the column of cards that belong to no other.</summary>
internal sealed record BoardColumn(string Value, IReadOnlyList<JsonElement> Cards)
{
    /// <summary>Cards in their columns: the view's own, else the field's choices, else what the rows hold in their order. No card is left out.</summary>
    public static IReadOnlyList<BoardColumn> Of(View.Board board, Entity? entity, IReadOnlyList<JsonElement> cards)
    {
        var choices = entity is not null && entity.Fields.TryGetValue(board.Column, out var field) ? field.Enum : [];
        var values = board.Columns.Count > 0 ? board.Columns : choices.Count > 0 ? choices
            : [.. cards.Select(c => Row.Text(c, board.Column)).Where(static v => v.Length > 0).Distinct(StringComparer.Ordinal)];
        var columns = values.Select(value => new BoardColumn(value, [.. cards.Where(c => Row.Text(c, board.Column) == value)])).ToList();
        var others = cards.Where(c => !values.Contains(Row.Text(c, board.Column), StringComparer.Ordinal)).ToList();
        if (others.Count > 0) columns.Add(new BoardColumn("", others));
        return columns;
    }
}
