using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Marketplace.Sandbox.Engines;

namespace Marketplace.Sandbox.Capabilities;

/// <summary>Count, sums, averages and extremes of one group. Null is left out; a field with a decimal's text among its values answers in text.</summary>
internal sealed class TableTally(JsValue[] keys, string[] sum, string[] avg, string[] min, string[] max)
{
    private const int AverageDigits = 6;
    private readonly Dictionary<string, Running> _fields = sum.Concat(avg).Concat(min).Concat(max).Distinct(StringComparer.Ordinal).ToDictionary(static f => f, static _ => new Running(), StringComparer.Ordinal);
    private int _count;

    private sealed class Running
    {
        public decimal Sum, Least, Most;
        public int Count;
        public bool IsText;
    }

    public void Add(HostScope scope, ObjectInstance row)
    {
        _count++;
        foreach (var (field, running) in _fields)
        {
            var value = row.Get(field);
            if (value.IsUndefined() || value.IsNull()) continue;
            var number = Exact(scope, value, field);
            running.IsText |= value.IsString();
            (running.Least, running.Most) = running.Count == 0 ? (number, number) : (Math.Min(running.Least, number), Math.Max(running.Most, number));
            running.Count++;
            running.Sum += number; // 10^5 rows of 10^15 at most
        }
    }

    /// <summary>Shaped like a row of <c>aggregate</c>.</summary>
    public JsValue Answer(HostScope scope, string[] by)
    {
        var group = new JsObject(scope.Run.Engine);
        for (var i = 0; i < by.Length; i++) group.CreateDataProperty(by[i], keys[i]);
        var answer = HostLists.Js(scope, ("group", group), ("count", _count));
        Part(scope, answer, "sum", sum, static r => r.Sum);
        Part(scope, answer, "avg", avg, static r => r.Count == 0 ? null : decimal.Round(r.Sum / r.Count, AverageDigits, MidpointRounding.AwayFromZero));
        Part(scope, answer, "min", min, static r => r.Count == 0 ? null : r.Least);
        Part(scope, answer, "max", max, static r => r.Count == 0 ? null : r.Most);
        return answer;
    }

    /// <summary>The sum of the only field, or the count where there is none.</summary>
    public JsValue First(HostScope scope) => sum is [var field] ? Js(_fields[field].Sum, _fields[field].IsText) : JsNumber.Create(_count);

    private void Part(HostScope scope, JsObject answer, string name, string[] fields, Func<Running, decimal?> of)
    {
        if (fields.Length == 0) return;
        var part = new JsObject(scope.Run.Engine);
        foreach (var field in fields) part.CreateDataProperty(field, of(_fields[field]) is { } number ? Js(number, _fields[field].IsText) : JsValue.Null);
        answer.CreateDataProperty(name, part);
    }

    private static JsValue Js(decimal number, bool isText) =>
        isText ? new JsString(number.ToString(CultureInfo.InvariantCulture)) : JsNumber.Create((double)number);

    private static decimal Exact(HostScope scope, JsValue value, string field)
    {
        var checkedNumber = HostLists.Number(scope, value, $"'{field}'");
        return value.IsString() ? decimal.Parse(value.ToString(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) : (decimal)checkedNumber;
    }
}
