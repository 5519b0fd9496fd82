using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Marketplace.Sandbox.Engines;
using Marketplace.Sandbox.Statistics;

namespace Marketplace.Sandbox.Capabilities;

/// <summary>Run rules over points, as a script gives and takes them.</summary>
internal static class RuleAnswers
{
    private const int MostRules = 32, MostPoints = 100;

    public static JsValue Set(HostScope scope, JsValue[] args)
    {
        var rules = args.Text(0, scope, "the name") switch
        {
            "nelson" => RunRule.Nelson,
            "westernElectric" => RunRule.WesternElectric,
            _ => throw ScriptErrors.Range(scope.Run.Engine, "The sets are 'nelson' and 'westernElectric'"),
        };
        return HostLists.Js(scope, rules.Select(JsValue (r) =>
            HostLists.Js(scope, ("id", r.Id), ("kind", r.Kind), ("of", r.Of), ("least", r.Least), ("sigmas", r.Sigmas))));
    }

    public static JsValue Broken(HostScope scope, JsValue[] args)
    {
        var rules = HostLists.Rows(scope, args.At(1), "the rules");
        if (rules.Length > MostRules) throw ScriptErrors.Range(scope.Run.Engine, $"At most {MostRules} rules");
        var read = rules.Select(r => Rule(scope, r)).ToList();
        var rows = HostLists.Rows(scope, args.At(0), "the points");
        scope.Run.Charge((long)rows.Length * Math.Max(0, read.Count - 1));
        var points = new List<ChartPoint>(rows.Length);
        foreach (var row in rows)
        {
            var sigma = HostLists.Number(scope, row.Get("sigma"), "sigma");
            if (sigma < 0) throw ScriptErrors.Range(scope.Run.Engine, "A sigma is 0 or more");
            points.Add(new ChartPoint(HostLists.Number(scope, row.Get("value"), "a value"), HostLists.Number(scope, row.Get("centre"), "a centre"), sigma, 0, 0));
            if ((points.Count & 63) == 63) scope.Run.Checkpoint();
        }
        return HostLists.Js(scope, RunRules.Broken(points, read, scope.Run.Checkpoint)
            .Select(JsValue (ids) => HostLists.Js(scope, ids.Select(JsValue (id) => new JsString(id)))));
    }

    private static RunRule Rule(HostScope scope, ObjectInstance rule)
    {
        var (id, kind) = (rule.Get("id"), rule.Get("kind"));
        if (!id.IsString() || id.ToString().Length is 0 or > 40) throw ScriptErrors.Type(scope.Run.Engine, "A rule has an id of at most 40 characters");
        if (!kind.IsString() || !RunRule.Kinds.Contains(kind.ToString(), StringComparer.Ordinal))
            throw ScriptErrors.Type(scope.Run.Engine, "A rule's kind is one of " + string.Join(", ", RunRule.Kinds));
        var of = Whole(scope, rule.Get("of"), "of", kind.ToString() is "trend" or "alternate" or "outside" ? 2 : 1, MostPoints);
        var least = rule.Get("least").IsUndefined() ? of : Whole(scope, rule.Get("least"), "least", 1, of);
        var sigmas = rule.Get("sigmas").IsUndefined() ? 0 : HostLists.Number(scope, rule.Get("sigmas"), "sigmas");
        return sigmas is >= 0 and <= 10 ? new RunRule(id.ToString(), kind.ToString(), of, least, sigmas) : throw ScriptErrors.Range(scope.Run.Engine, "sigmas is 0 to 10");
    }

    private static int Whole(HostScope scope, JsValue value, string name, int from, int to)
    {
        var number = HostLists.Number(scope, value, name);
        return number >= from && number <= to && number == Math.Floor(number) ? (int)number : throw ScriptErrors.Range(scope.Run.Engine, $"{name} is a whole number, {from} to {to}");
    }
}
