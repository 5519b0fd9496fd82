using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Marketplace.Sandbox.Engines;

namespace Marketplace.Sandbox.Crossing;

/// <summary>Writes JavaScript values as JSON with the meaning of <c>JSON.stringify</c>, but bounded: the built-in one turns a small
/// shared tree into gigabytes before any limit sees it.</summary>
internal sealed class JsonText(Engine engine, JsonLimits limits, Action checkpoint)
{
    private static readonly JsString ToJson = new("toJSON");
    private readonly TextSink _out = new(limits.Length, () => limits.Over("length"));
    private readonly List<ObjectInstance> _open = [];
    private int _nodes;

    /// <summary>A replacer function of <c>JSON.stringify</c>, or null.</summary>
    public JsValue? Replacer { get; init; }

    /// <summary>The property list of <c>JSON.stringify</c>, or null.</summary>
    public List<JsValue>? Keys { get; init; }

    /// <summary>The indentation of one level, or empty.</summary>
    public string Gap { get; init; } = "";

    public TextSink Out => _out;

    /// <summary>Writes a value; false when it is one that JSON leaves out (undefined, a function, a symbol).</summary>
    public bool Write(JsValue value)
    {
        if (Replacer is null) return WriteProperty(null, JsString.Empty, value);
        var holder = new JsObject(engine);
        holder.CreateDataProperty(JsString.Empty, value);
        return WriteProperty(holder, JsString.Empty, value);
    }

    /// <summary>Writes the own members of an object as one JSON object after <paramref name="prefix"/>, which ends inside the braces.</summary>
    public void WriteMembers(ObjectInstance value, string prefix, string reserved)
    {
        _out.Add(prefix);
        _open.Add(value);
        var any = prefix.Length > 1;
        foreach (var key in value.GetOwnPropertyKeys(Types.String))
        {
            if (key.ToString() == reserved) throw new JavaScriptException(engine.Intrinsics.TypeError, $"'{reserved}' may not be given");
            if (value.GetOwnProperty(key).Enumerable) WriteMember(value, key, "", ref any);
        }
        _open.RemoveAt(_open.Count - 1);
        _out.Add('}');
    }

    private bool WriteProperty(ObjectInstance? holder, JsValue key, JsValue value)
    {
        if (++_nodes > limits.Nodes) throw limits.Over("nodes");
        if ((_nodes & 63) == 0) checkpoint();
        if (value is ObjectInstance withMethod && withMethod.Get(ToJson) is var method && method.IsCallable())
            value = method.On(value, KeyText(key));
        if (Replacer is not null) value = Replacer.On(holder!, KeyText(key), value);
        if (value is ObjectInstance boxed) value = Unbox(boxed);
        switch (value.Type)
        {
            case Types.Null: _out.Add("null"); return true;
            case Types.Boolean: _out.Add(value.AsBoolean() ? "true" : "false"); return true;
            case Types.String: _out.AddQuoted(value.ToString()); return true;
            case Types.Number: WriteNumber(value.AsNumber(), value); return true;
            case Types.BigInt: throw new JavaScriptException(engine.Intrinsics.TypeError, "A BigInt has no JSON form");
            case Types.Object when value.IsCallable(): return false;
            case Types.Object: WriteObject((ObjectInstance)value); return true;
            default: return false;
        }
    }

    private void WriteNumber(double number, JsValue value)
    {
        if (!double.IsFinite(number)) _out.Add("null");
        else if (number == 0) _out.Add('0');
        else _out.Add(TypeConverter.ToString(value));
    }

    private void WriteObject(ObjectInstance value)
    {
        if (_open.Count >= limits.Depth) throw limits.Over("depth");
        for (var i = _open.Count - 1; i >= 0; i--)
            if (ReferenceEquals(_open[i], value))
                throw new JavaScriptException(engine.Intrinsics.TypeError, "A cyclic object has no JSON form");
        var outer = Indent(_open.Count);
        _open.Add(value);
        if (value.IsArray()) WriteArray(value, outer);
        else WriteMembers(value, outer);
        _open.RemoveAt(_open.Count - 1);
    }

    private void WriteArray(ObjectInstance value, string outer)
    {
        var length = value is JsArray array ? array.Length : TypeConverter.ToLength(value.Get("length"));
        var inner = Indent(_open.Count);
        _out.Add('[');
        for (ulong i = 0; i < length; i++)
        {
            if (i > 0) _out.Add(',');
            _out.Add(inner);
            var item = value is JsArray dense ? dense[(uint)i] : value.Get(JsNumber.Create((double)i));
            if (!WriteProperty(value, JsNumber.Create((double)i), item)) _out.Add("null");
        }
        if (length > 0) _out.Add(outer);
        _out.Add(']');
    }

    private void WriteMembers(ObjectInstance value, string outer)
    {
        var inner = Indent(_open.Count);
        var any = false;
        _out.Add('{');
        if (Keys is not null)
        {
            foreach (var key in Keys) WriteMember(value, key, inner, ref any);
        }
        else
        {
            foreach (var key in value.GetOwnPropertyKeys(Types.String))
                if (value.GetOwnProperty(key).Enumerable)
                    WriteMember(value, key, inner, ref any);
        }
        if (any) _out.Add(outer);
        _out.Add('}');
    }

    private void WriteMember(ObjectInstance holder, JsValue key, string inner, ref bool any)
    {
        var item = holder.Get(key);
        var mark = _out.Length;
        if (any) _out.Add(',');
        _out.Add(inner);
        _out.AddQuoted(key.ToString());
        _out.Add(Gap.Length > 0 ? ": " : ":");
        if (WriteProperty(holder, key, item)) any = true;
        else _out.Cut(mark);
    }

    private string Indent(int depth)
    {
        if (Gap.Length == 0) return "";
        if ((long)Gap.Length * depth > limits.Length) throw limits.Over("length");
        return "\n" + string.Concat(Enumerable.Repeat(Gap, depth));
    }

    private static JsString KeyText(JsValue key) => key as JsString ?? new JsString(TypeConverter.ToString(key));

    private static JsValue Unbox(ObjectInstance value) => value is not IJsPrimitive boxed ? value : boxed.Type switch
    {
        Types.Number => TypeConverter.ToJsNumber(value),
        Types.String => new JsString(TypeConverter.ToString(value)),
        _ => boxed.PrimitiveValue,
    };
}
