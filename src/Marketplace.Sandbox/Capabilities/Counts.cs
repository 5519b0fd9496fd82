using Jint.Native;
using Jint.Runtime;
using Marketplace.Sandbox.Engines;
using Marketplace.Sandbox.Statistics;

namespace Marketplace.Sandbox.Capabilities;

/// <summary>Arguments of charts: enough values, whole counts, sizes above none.</summary>
internal static class Counts
{
    /// <summary>Measured values, at least so many.</summary>
    public static double[] Measured(HostScope scope, JsValue value, int least)
    {
        var values = HostLists.Numbers(scope, value, "the values");
        return values.Length >= least ? values : throw ScriptErrors.Range(scope.Run.Engine, $"The chart needs at least {least} values");
    }

    /// <summary>Counts from 0 to <paramref name="most"/>, at least one.</summary>
    public static double[] Of(HostScope scope, JsValue value, double most)
    {
        var counts = Measured(scope, value, 1);
        return counts.All(c => c >= 0 && c <= most && c == Math.Floor(c)) ? counts : throw ScriptErrors.Range(scope.Run.Engine, "A count is a whole number, 0 to the sample's size");
    }

    public static double Size(HostScope scope, JsValue value)
    {
        var size = HostLists.Number(scope, value, "the size");
        return size > 0 && size == Math.Floor(size) ? size : throw ScriptErrors.Range(scope.Run.Engine, "A size is a whole number above 0");
    }

    /// <summary>A chart over counts and the sizes of their samples.</summary>
    public static ControlLine Sized(HostScope scope, JsValue[] args, bool items, Func<double[], double[], ControlLine> chart)
    {
        var counts = Of(scope, args.At(0), double.PositiveInfinity);
        var sizes = HostLists.Numbers(scope, args.At(1), "the sizes");
        if (sizes.Length != counts.Length) throw ScriptErrors.Range(scope.Run.Engine, "Each count has a size");
        for (var i = 0; i < sizes.Length; i++)
            if (sizes[i] <= 0 || (items && (sizes[i] != Math.Floor(sizes[i]) || counts[i] > sizes[i])))
                throw ScriptErrors.Range(scope.Run.Engine, "A size is above 0 and no smaller than its count of items");
        return chart(counts, sizes);
    }
}
