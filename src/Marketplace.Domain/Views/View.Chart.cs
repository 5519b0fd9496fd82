namespace Marketplace.Domain.Views;

public abstract partial record View
{
    /// <summary>Numbers as a drawing, with the same numbers as a table beneath.</summary>
    public sealed record Chart : View
    {
        /// <summary><c>bar line control gauge</c>.</summary>
        public required string Kind { get; init; }
        public required RowSource Source { get; init; }
        public IReadOnlyList<Param> Params { get; init; } = [];
        /// <summary>What stands along the bottom; null for a gauge.</summary>
        public Column? X { get; init; }
        public required IReadOnlyList<Series> Series { get; init; }
        /// <summary>How the numbers are written; empty for the format of the first series' field.</summary>
        public string Format { get; init; } = "";
        /// <summary>Locale key of the unit, or empty.</summary>
        public string Unit { get; init; } = "";
        /// <summary>Bars of one place stand on each other.</summary>
        public bool Stacked { get; init; }
        /// <summary>The source's last row stands at the left: for sources that give the newest first.</summary>
        public bool Reverse { get; init; }
        /// <summary>Lines across the drawing.</summary>
        public IReadOnlyList<ChartLine> Lines { get; init; } = [];
        public ControlLimits? Control { get; init; }
        public GaugeScale? Gauge { get; init; }
        /// <summary>Locale key of a sentence on what it shows, or empty.</summary>
        public string Description { get; init; } = "";
        /// <summary>Locale key of what to say without rows, or empty.</summary>
        public string Empty { get; init; } = "";
    }
}

/// <summary>One row of numbers: a field, or with <paramref name="Value"/> an expression over the row and the field its name.</summary>
public sealed record Series(string Field, string Value, string Label, string Color);

/// <summary>A level to hold against: an expression over the first row (a plain number will do).</summary>
public sealed record ChartLine(string Value, string Label, string Color);

/// <summary>Fields of each row that hold the centre and the limits; all empty for limits computed from the points as a chart of
/// individual values. <paramref name="Rules"/> are the numbers of the Nelson rules that mark points.</summary>
public sealed record ControlLimits(string Centre, string Upper, string Lower, IReadOnlyList<int> Rules)
{
    /// <summary>The field of each row that lists in words which rules its point breaks, in place of <see cref="Rules"/>; or empty. The first word
    /// of each is drawn beside the point.</summary>
    public string Broken { get; init; } = "";
}

/// <summary>A gauge from <paramref name="Min"/> to <paramref name="Max"/> with bands that rise.</summary>
public sealed record GaugeScale(decimal Min, decimal Max, IReadOnlyList<GaugeBand> Bands);

/// <summary>A band that ends at <paramref name="To"/>, with the locale key of what it means.</summary>
public sealed record GaugeBand(decimal To, string Color, string Label);
