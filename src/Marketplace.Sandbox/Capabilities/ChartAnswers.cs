using Jint.Native;
using Marketplace.Sandbox.Statistics;

namespace Marketplace.Sandbox.Capabilities;

/// <summary>Control charts as plain objects.</summary>
internal static class ChartAnswers
{
    public static JsValue Pair(HostScope scope, VariablesChart chart) => HostLists.Js(scope,
        ("n", chart.N), ("sigma", chart.Sigma), ("location", Line(scope, chart.Location)), ("spread", Line(scope, chart.Spread)));

    /// <summary>Centre and limits stand once where all points share them; sigma and limits are null where they do not.</summary>
    public static JsValue Line(HostScope scope, ControlLine line)
    {
        var first = line.Points[0];
        var same = line.Points.All(p => p.Sigma == first.Sigma);
        return HostLists.Js(scope,
            ("centre", first.Centre), ("sigma", HostLists.Js(same ? first.Sigma : null)), ("lower", HostLists.Js(same ? first.Lower : null)),
            ("upper", HostLists.Js(same ? first.Upper : null)), ("points", HostLists.Js(scope, Points(scope, line))));
    }

    private static IEnumerable<JsValue> Points(HostScope scope, ControlLine line)
    {
        for (var i = 0; i < line.Points.Count; i++)
        {
            if ((i & 63) == 63) scope.Run.Checkpoint();
            var point = line.Points[i];
            yield return HostLists.Js(scope, ("value", point.Value), ("centre", point.Centre), ("sigma", point.Sigma), ("lower", point.Lower), ("upper", point.Upper));
        }
    }
}
