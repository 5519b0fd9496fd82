using System.Globalization;
using System.Text.RegularExpressions;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Sandbox.Budgets;
using Marketplace.Sandbox.Engines;

namespace Marketplace.Sandbox.Capabilities;

/// <summary>The functions that stand on <c>ctx</c> itself: time, chance, words, the log, events, and the way to refuse.</summary>
internal static partial class Surroundings
{
    private const int MostFacts = 20;

    public static readonly Capability Own = new("Context", "What a handler can learn of the world and ask of it.",
        new HostFunction("now", HostKind.Local, "", "string", "The time of the call in UTC, as `2026-01-31T08:30:00.000Z`. It does not move during the call.",
            (s, _) => s.Run.Call.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
        new HostFunction("random", HostKind.Local, "", "number", "A number in [0, 1) from the call's seed; `Math.random` is the same.",
            (s, _) => JsNumber.Create(s.Run.Random.Next())),
        new HostFunction("log", HostKind.Local, "text: string", "void", "A line for the app's log: 100 lines of 2,048 characters at most.", Log),
        new HostFunction("t", HostKind.Local, "key: string, args?: Record<string, string | number>", "string", "Words of the app in the caller's language; `{name}` is filled from `args`.", Words),
        new HostFunction("refuse", HostKind.Local, "code: string, facts?: Record<string, string | number | boolean | null>", "never",
            "Ends the call as refused: `return ctx.refuse('tag.unknown', { code })`. Nothing it proposed happens.", Refuse),
        new HostFunction("progress", HostKind.Effect, "done: number, total: number, note?: string", "void",
            "Says how far a job has come (see `ctx.job.start`); it is shown to the firm when the step has been committed. Outside a job it says nothing.", Progress),
        new HostFunction("secret", HostKind.Local, "name: string", "Secret", "Stands for a secret that the firm gave the app: it may be a header's value in `ctx.http.fetch`, and nobody reads it.", Secret),
        new HostFunction("emit", HostKind.Effect, "type: string, data: unknown", "string", "Proposes an event `{publisher}.{app}.{type}.v1` and says its id.", Emit),
        new HostFunction("share", HostKind.Effect, "dataset: string, record: Record<string, string | number | boolean>", "string",
            "Lets a record of a dataset in `shares` leave the firm for its brain after the commit, and says its id. Needs `share:{dataset}:purpose=…`. While the firm has stopped the dataset nothing leaves.", Share));

    private static JsValue Log(HostScope scope, JsValue[] args)
    {
        var value = args.At(0);
        var text = value.IsString() ? value.ToString() : scope.Run.Json(value) ?? "undefined";
        if (scope.Run.Logs.Count < Ceilings.LogLines)
            scope.Run.Logs.Add(new LogLine("info", text.Length <= Ceilings.LogLength ? text : text[..Ceilings.LogLength]));
        return JsValue.Undefined;
    }

    private static JsValue Progress(HostScope scope, JsValue[] args)
    {
        scope.Run.MustWrite("progress");
        var note = args.At(2).IsUndefined() ? "" : args.Text(2, scope, "the note");
        var (done, total) = (Whole(0, "done"), Whole(1, "total"));
        if (done > total) throw ScriptErrors.Type(scope.Run.Engine, "done must be at most total");
        scope.Run.Propose(new Effect.Progress(done, total, note.Length <= 200 ? note : note[..200]), note);
        return JsValue.Undefined;

        long Whole(int index, string name) => args.At(index) is var value && value.IsNumber() && value.AsNumber() is >= 0 and <= 9_007_199_254_740_991 and var number && number == Math.Floor(number)
            ? (long)number : throw ScriptErrors.Type(scope.Run.Engine, $"{name} must be a whole number, 0 or more");
    }

    private static JsObject Secret(HostScope scope, JsValue[] args)
    {
        var stands = new JsObject(scope.Run.Engine);
        stands.CreateDataProperty("secret", args.Name(0, scope, "name"));
        return stands;
    }

    private static JsValue Words(HostScope scope, JsValue[] args)
    {
        var key = args.Name(0, scope, "key");
        var locales = scope.Run.App.Script.Locales;
        var words = Find(locales, scope.Run.Call.Culture, key) ?? Find(locales, "zh-CN", key) ?? Find(locales, "en", key) ?? key;
        if (args.At(1) is not ObjectInstance values) return words;
        foreach (var name in values.GetOwnPropertyKeys(Types.String))
        {
            var value = values.Get(name);
            if (value.IsString() || value.IsNumber()) words = words.Replace($"{{{name}}}", TypeConverter.ToString(value), StringComparison.Ordinal);
            BoundedStrings.Fits(scope.Run.Engine, words.Length);
        }
        return words;
    }

    private static string? Find(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> locales, string culture, string key) =>
        locales.TryGetValue(culture, out var words) && words.TryGetValue(key, out var found) ? found : null;

    private static JsValue Refuse(HostScope scope, JsValue[] args)
    {
        var code = args.Text(0, scope, "code");
        if (code.Length > 100 || !Code().IsMatch(code) || IsHosts(code))
            throw ScriptErrors.Type(scope.Run.Engine, "A code is words with dots, as in 'tag.unknown', and not one of the platform's");
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (args.At(1) is ObjectInstance given)
            foreach (var name in given.GetOwnPropertyKeys(Types.String).Take(MostFacts))
                Fact(scope, facts, name.ToString(), given.Get(name));
        return scope.Run.Errors.Make(scope.Run.Engine, new Refusal(code, facts));
    }

    private static void Fact(HostScope scope, Dictionary<string, string> facts, string name, JsValue value)
    {
        if (value.IsUndefined()) return;
        if (!value.IsString() && !value.IsNumber() && !value.IsBoolean() && !value.IsNull())
            throw ScriptErrors.Type(scope.Run.Engine, $"The fact '{name}' must be a text or a number");
        var text = value.IsNull() ? "" : TypeConverter.ToString(value);
        if (name.Length > Ceilings.NameLength) throw ScriptErrors.Type(scope.Run.Engine, "A fact has a short name");
        facts[name] = text.Length <= Ceilings.MessageLength ? text : text[..Ceilings.MessageLength];
    }

    /// <summary>Codes that only the host may say: they mean that nothing happened, or that a ceiling was met.</summary>
    private static bool IsHosts(string code) =>
        code.StartsWith("limit.", StringComparison.Ordinal) || code.StartsWith("app.", StringComparison.Ordinal)
        || code.StartsWith("host.", StringComparison.Ordinal) || Codes.StatusOf(code) is 401 or 402 or 429 or >= 500;

    private static JsValue Emit(HostScope scope, JsValue[] args)
    {
        scope.Run.MustWrite("emit");
        var data = args.At(1).IsUndefined() ? "null" : args.Json(1, scope, "the data");
        var id = scope.Run.NextId();
        scope.Run.Propose(new Effect.Emit(id, args.Name(0, scope, "type"), data), data);
        return id;
    }

    private static JsValue Share(HostScope scope, JsValue[] args)
    {
        scope.Run.MustWrite("share");
        var dataset = args.Name(0, scope, "dataset");
        scope.Run.MustShare(dataset);
        var record = args.Json(1, scope, "the record");
        var id = scope.Run.NextId();
        scope.Run.Propose(new Effect.Share(id, dataset, record), record);
        return id;
    }

    [GeneratedRegex("^[a-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*)+$", RegexOptions.NonBacktracking)]
    private static partial Regex Code();
}
