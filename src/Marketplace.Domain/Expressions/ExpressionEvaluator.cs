using System.Globalization;
using System.Text;
using System.Text.Json;
using Marketplace.Domain.Schemas;

namespace Marketplace.Domain.Expressions;

/// <summary>Evaluates one expression over one row. Null goes through arithmetic, ordering and functions; a refusal through everything
/// that looks at it.</summary>
internal sealed class ExpressionEvaluator(JsonElement row, IReadOnlySet<string>? decimals)
{
    public ExpressionValue Of(ExpressionNode node) => node switch
    {
        ExpressionNode.Literal literal => literal.Value,
        ExpressionNode.Field field => FieldOf(field),
        ExpressionNode.Unary { Sign: "not" } unary => Not(unary, Of(unary.Part)),
        ExpressionNode.Unary unary => Negative(unary, Of(unary.Part)),
        ExpressionNode.Binary { Sign: "and" or "or" } binary => Junction(binary),
        ExpressionNode.Binary binary => BinaryOf(binary, Of(binary.Left), Of(binary.Right)),
        ExpressionNode.Call call => CallOf(call),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private ExpressionValue FieldOf(ExpressionNode.Field field)
    {
        var at = row;
        foreach (var part in field.Path)
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(part, out at)) return ExpressionValue.Null;
        switch (at.ValueKind)
        {
            case JsonValueKind.Number:
                return Exact.FromJson(at) is { } n ? ExpressionValue.Of(n) : TooLarge(field.At);
            case JsonValueKind.String:
                if (!JsonText.TryRead(at, out var text)) return ExpressionValue.No("text", field.At, $"{field.Name} is no valid Unicode.");
                return decimals?.Contains(field.Name) == true && Exact.FromText(text) is { } m ? ExpressionValue.Of(m) : ExpressionValue.Of(text);
            case JsonValueKind.True or JsonValueKind.False:
                return ExpressionValue.Of(at.ValueKind == JsonValueKind.True);
            case JsonValueKind.Array:
                return ExpressionValue.OfJson(at.GetArrayLength());
            case JsonValueKind.Object:
                return ExpressionValue.OfJson(-1);
            default:
                return ExpressionValue.Null;
        }
    }

    private static ExpressionValue Not(ExpressionNode at, ExpressionValue value) => value.Kind switch
    {
        ExpressionKind.Null or ExpressionKind.Refused => value,
        ExpressionKind.Boolean => ExpressionValue.Of(!value.Boolean),
        _ => ExpressionValue.No("type", at.At, "not needs a condition."),
    };

    private static ExpressionValue Negative(ExpressionNode at, ExpressionValue value)
    {
        if (value.Kind is ExpressionKind.Null or ExpressionKind.Refused) return value;
        return Numeric(value) is { } n ? ExpressionValue.Of(-n) : ExpressionValue.No("type", at.At, "- needs a number.");
    }

    // Three-valued: one false settles an and, one true settles an or, whatever the other side is; null stays open otherwise.
    private ExpressionValue Junction(ExpressionNode.Binary node)
    {
        var settles = node.Sign == "or";
        var left = Condition(node, Of(node.Left));
        if (left.Kind == ExpressionKind.Refused || (left.Kind == ExpressionKind.Boolean && left.Boolean == settles)) return left;
        var right = Condition(node, Of(node.Right));
        if (right.Kind == ExpressionKind.Refused || (right.Kind == ExpressionKind.Boolean && right.Boolean == settles)) return right;
        return left.Kind == ExpressionKind.Null ? left : right;
    }

    private static ExpressionValue Condition(ExpressionNode.Binary node, ExpressionValue value) =>
        value.Kind is ExpressionKind.Null or ExpressionKind.Boolean or ExpressionKind.Refused ? value
            : ExpressionValue.No("type", node.At, $"{node.Sign} needs conditions on both sides.");

    private static ExpressionValue BinaryOf(ExpressionNode.Binary node, ExpressionValue left, ExpressionValue right)
    {
        if (left.Kind == ExpressionKind.Refused) return left;
        if (right.Kind == ExpressionKind.Refused) return right;
        return node.Sign switch
        {
            "==" => Same(node, left, right, true),
            "!=" => Same(node, left, right, false),
            "<" or "<=" or ">" or ">=" => Ordered(node, left, right),
            _ => Arithmetic(node, left, right),
        };
    }

    private static ExpressionValue Same(ExpressionNode node, ExpressionValue left, ExpressionValue right, bool wanted)
    {
        if (left.Kind == ExpressionKind.Null || right.Kind == ExpressionKind.Null) return ExpressionValue.Of((left.Kind == right.Kind) == wanted);
        if (left.Kind == ExpressionKind.Json || right.Kind == ExpressionKind.Json)
            return ExpressionValue.No("type", node.At, "Lists and objects compare with null only.");
        var same = left.Kind == right.Kind
            ? left.Kind switch
            {
                ExpressionKind.Boolean => left.Boolean == right.Boolean,
                ExpressionKind.Number => left.Number == right.Number,
                _ => string.Equals(left.Text, right.Text, StringComparison.Ordinal),
            }
            : left.Kind != ExpressionKind.Boolean && right.Kind != ExpressionKind.Boolean && Numeric(left) is { } l && Numeric(right) is { } r && l == r;
        return ExpressionValue.Of(same == wanted);
    }

    private static ExpressionValue Ordered(ExpressionNode.Binary node, ExpressionValue left, ExpressionValue right)
    {
        if (left.Kind == ExpressionKind.Null || right.Kind == ExpressionKind.Null) return ExpressionValue.Null;
        if (Order(left, right) is not { } order) return ExpressionValue.No("type", node.At, $"{node.Sign} needs two numbers or two texts.");
        return ExpressionValue.Of(node.Sign switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 });
    }

    private static ExpressionValue Arithmetic(ExpressionNode.Binary node, ExpressionValue left, ExpressionValue right)
    {
        if (left.Kind == ExpressionKind.Null || right.Kind == ExpressionKind.Null) return ExpressionValue.Null;
        if (Numeric(left) is not { } l || Numeric(right) is not { } r) return ExpressionValue.No("type", node.At, $"{node.Sign} needs two numbers.");
        if (r == 0 && (node.Sign is "/" or "%")) return ExpressionValue.No("divide", node.At, "Division by zero.");
        var result = node.Sign switch
        {
            "+" => Exact.Within(l + r),
            "-" => Exact.Within(l - r),
            "*" => Exact.Times(l, r),
            "/" => Exact.Over(l, r),
            _ => l % r,
        };
        return result is { } n ? ExpressionValue.Of(n) : TooLarge(node.At);
    }

    private ExpressionValue CallOf(ExpressionNode.Call call)
    {
        if (call.Function == "if")
        {
            var condition = Of(call.Parts[0]);
            return condition.Kind switch
            {
                ExpressionKind.Refused => condition,
                ExpressionKind.Boolean or ExpressionKind.Null => Of(call.Parts[condition.IsTrue ? 1 : 2]),
                _ => ExpressionValue.No("type", call.At, "if needs a condition first."),
            };
        }
        var values = call.Parts.Select(Of).ToList();
        if (values.Find(v => v.Kind == ExpressionKind.Refused) is { } refused) return refused;
        if (values.Exists(v => v.Kind == ExpressionKind.Null)) return ExpressionValue.Null;
        return call.Function switch
        {
            "round" => Rounded(call, values),
            "len" => Length(call, values[0]),
            "date" => Day(call, values[0]),
            _ => Extreme(call, values),
        };
    }

    private static ExpressionValue Rounded(ExpressionNode call, List<ExpressionValue> values)
    {
        var places = values.Count == 1 ? 0m : Numeric(values[1]) ?? -1;
        if (Numeric(values[0]) is not { } n) return ExpressionValue.No("type", call.At, "round needs a number.");
        if (places < 0 || places > Exact.Places || places != decimal.Truncate(places))
            return ExpressionValue.No("range", call.At, $"round takes 0 to {Exact.Places} places.");
        // Rounding up can reach the bound itself.
        return Exact.Within(Exact.Round(n, (int)places)) is { } rounded ? ExpressionValue.Of(rounded) : TooLarge(call.At);
    }

    private static ExpressionValue Length(ExpressionNode call, ExpressionValue value) => value switch
    {
        { Kind: ExpressionKind.Text } => ExpressionValue.Of(value.Text.EnumerateRunes().Count()),
        { Kind: ExpressionKind.Json, Count: >= 0 } => ExpressionValue.Of(value.Count),
        _ => ExpressionValue.No("type", call.At, "len needs a text or a list."),
    };

    private static ExpressionValue Day(ExpressionNode call, ExpressionValue value)
    {
        var text = value.Kind == ExpressionKind.Text && value.Text.Length >= 10 && (value.Text.Length == 10 || value.Text[10] == 'T') ? value.Text[..10] : "";
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? ExpressionValue.Of(text) : ExpressionValue.No("type", call.At, "date needs a date or a datetime.");
    }

    private static ExpressionValue Extreme(ExpressionNode.Call call, List<ExpressionValue> values)
    {
        var best = values[0];
        foreach (var value in values.Skip(1))
        {
            if (Order(value, best) is not { } order) return ExpressionValue.No("type", call.At, $"{call.Function} needs numbers only or texts only.");
            if (call.Function == "min" ? order < 0 : order > 0) best = value;
        }
        return best.Kind is ExpressionKind.Number or ExpressionKind.Text ? best
            : ExpressionValue.No("type", call.At, $"{call.Function} needs numbers only or texts only.");
    }

    // Two texts order by their UTF-8 bytes, as records do; a text beside a number is read as one.
    private static int? Order(ExpressionValue left, ExpressionValue right)
    {
        if (left.Kind == ExpressionKind.Text && right.Kind == ExpressionKind.Text)
            return Encoding.UTF8.GetBytes(left.Text).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right.Text));
        return Numeric(left) is { } l && Numeric(right) is { } r ? l.CompareTo(r) : null;
    }

    private static decimal? Numeric(ExpressionValue value) => value.Kind switch
    {
        ExpressionKind.Number => value.Number,
        ExpressionKind.Text => Exact.FromText(value.Text),
        _ => null,
    };

    private static ExpressionValue TooLarge(int at) => ExpressionValue.No("range", at, "The number has more than 15 digits before the point.");
}
