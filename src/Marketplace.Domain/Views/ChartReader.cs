namespace Marketplace.Domain.Views;

/// <summary>Reads <c>chart</c> views.</summary>
internal static class ChartReader
{
    private const int MostSeries = 6;
    private static readonly string[] Kinds = ["bar", "line", "control", "gauge"];
    private static readonly string[] Colors = ["", "accent", "green", "amber", "red", "grey"];

    public static View.Chart Read(ViewCursor at)
    {
        at.Only("type", "title", "kind", "source", "params", "x", "series", "format", "unit", "stacked", "reverse", "lines", "control", "gauge", "description", "empty");
        var kind = at.Has("kind") ? at.Word("kind", Kinds) : at.Text("kind", required: true);
        OnlyOn(at, kind, "stacked", "bar");
        OnlyOn(at, kind, "control", "control");
        OnlyOn(at, kind, "gauge", "gauge");
        var x = at.Part("x", required: kind is not ("gauge" or ""));
        var series = at.Items("series", required: true);
        if (kind is "gauge" or "control" && series.Count > 1)
            at.Wrong("view.value", $"a {kind} chart shows one series; this one has {series.Count}", "keep one, or make a chart for each", "series");
        if (series.Count > MostSeries)
            at.Wrong("view.value", $"a chart shows at most {MostSeries} series; this one has {series.Count}", "leave some out, or make two charts", "series");
        return new View.Chart
        {
            Title = at.Text("title", required: true),
            Kind = kind,
            Source = ViewParts.SourceOf(at),
            Params = [.. at.Items("params").Select(ViewParts.Param)],
            X = x is null ? null : ViewParts.Column(x),
            Series = [.. series.Select(Series)],
            Format = at.Word("format", ViewParts.Formats),
            Unit = at.Text("unit"),
            Stacked = at.Flag("stacked"),
            Reverse = at.Flag("reverse"),
            Lines = [.. at.Items("lines").Select(Line)],
            Control = kind == "control" ? Limits(at.Part("control")) : null,
            Gauge = kind == "gauge" ? Scale(at.Part("gauge", required: true)) : null,
            Description = at.Text("description"),
            Empty = at.Text("empty"),
        };
    }

    private static void OnlyOn(ViewCursor at, string kind, string key, string owner)
    {
        if (kind != owner && at.Has(key)) at.Wrong("view.value", $"\"{key}\" belongs to a {owner} chart", $"remove \"{key}\", or make this \"kind\": \"{owner}\"", key);
    }

    private static Series Series(ViewCursor at)
    {
        at.Only("field", "value", "label", "color");
        return new Series(at.Text("field", true), at.Text("value"), at.Text("label"), at.Word("color", Colors));
    }

    private static ChartLine Line(ViewCursor at)
    {
        at.Only("value", "label", "color");
        return new ChartLine(at.Text("value", true), at.Text("label", true), at.Word("color", "grey", "accent", "green", "amber", "red"));
    }

    private static ControlLimits Limits(ViewCursor? at)
    {
        if (at is null) return new ControlLimits("", "", "", ControlRules.All);
        at.Only("centre", "upper", "lower", "rules", "broken");
        if (at.Has("rules") && at.Has("broken")) at.Wrong("view.value", "points are marked by rules or by what the rows say, not by both", "keep one of \"rules\" and \"broken\"", "broken");
        if (at.Has("centre") != (at.Has("upper") || at.Has("lower")))
            at.Wrong("view.value", "limits without a centre, or a centre without limits", "name \"centre\" and at least one of \"upper\" and \"lower\", or none of them");
        var rules = new List<int>();
        foreach (var item in at.Items("rules"))
            if (item.Whole(1, 8) is { } rule) rules.Add(rule);
            else item.Wrong("view.value", "this is no Nelson rule", "write a number from 1 to 8");
        return new ControlLimits(at.Text("centre"), at.Text("upper"), at.Text("lower"), at.Has("rules") ? rules : at.Has("broken") ? [] : ControlRules.All) { Broken = at.Text("broken") };
    }

    private static GaugeScale Scale(ViewCursor? at)
    {
        if (at is null) return new GaugeScale(0, 1, []);
        at.Only("min", "max", "bands");
        var (min, max) = (at.Amount("min", 0), at.Amount("max", 100));
        if (max <= min) at.Wrong("view.value", "\"max\" is not above \"min\"", "set \"max\" above \"min\"", "max");
        var bands = new List<GaugeBand>();
        foreach (var item in at.Items("bands"))
        {
            item.Only("to", "color", "label");
            var band = new GaugeBand(item.Amount("to", max), item.Word("color", "grey", "green", "amber", "red"), item.Text("label"));
            if (band.To <= (bands.Count == 0 ? min : bands[^1].To) || band.To > max)
                item.Wrong("view.value", "bands rise from \"min\" to \"max\"", "put each \"to\" above the one before it, the last at \"max\"", "to");
            bands.Add(band);
        }
        return new GaugeScale(min, max, bands);
    }
}
