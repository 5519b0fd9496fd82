using System.Text.RegularExpressions;
using Acornima;
using Jint;
using Jint.Native;
using Jint.Native.Error;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Modules;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Sandbox.Budgets;

namespace Marketplace.Sandbox.Calls;

/// <summary>What an ending means. No text of the runtime reaches an app or its users: only our codes, and the app's own message.</summary>
internal static partial class Outcomes
{
    public static Outcome Refused(Refusal refusal) => new() { Verdict = Verdict.Refused, Refusal = refusal };

    public static Outcome Threw(string message, string at) => new()
    {
        Verdict = Verdict.Threw, Refusal = Refusal.Of(Codes.AppThrew, ("message", Cut(message)), ("at", at)),
    };

    /// <summary>The end by an exception.</summary>
    public static Outcome Of(Exception ended, CallRun run) => ended switch
    {
        BudgetExceeded { Verdict: Verdict.Cpu } => Limit(Verdict.Cpu, "ms", run.Call.Budget.CpuMs),
        BudgetExceeded over => Limit(over.Verdict, over.Unit, over.Ceiling),
        JavaScriptException thrown => run.Errors.Find(thrown.Error) is { } refusal
            ? Refused(refusal)
            : Threw(Describe(thrown.Error), Place(thrown.Location)),
        RecursionDepthOverflowException => Limit(Verdict.Depth, "calls deep", Ceilings.Recursion),
        InsufficientExecutionStackException => Limit(Verdict.Depth, "MB of stack", Ceilings.StackBytes >> 20),
        MemoryLimitExceededException or OutOfMemoryException or OverflowException => Limit(Verdict.Memory, "MB", run.Call.Budget.MemoryMb),
        RegexMatchTimeoutException => Limit(Verdict.Regex, "ms", (long)Ceilings.Regex.TotalMilliseconds),
        ModuleResolutionException missing => Threw($"'{missing.Specifier}' is not a module of this package", Admission.Main),
        _ => Threw("The engine could not run this", ""),
    };

    /// <summary>The end by a rejected promise.</summary>
    public static Outcome OfThrown(JsValue error) => Threw(Describe(error), StackPlace(error));

    private static Outcome Limit(Verdict verdict, string unit, long ceiling) => new()
    {
        Verdict = verdict,
        Refusal = Refusal.Of(CodeOf(verdict), ("most", ceiling), ("unit", unit)),
    };

    public static string CodeOf(Verdict verdict) => verdict switch
    {
        Verdict.Cpu => Codes.LimitCpu,
        Verdict.Statements => Codes.LimitStatements,
        Verdict.Memory => Codes.LimitMemory,
        Verdict.Depth => Codes.LimitDepth,
        Verdict.Result => Codes.LimitResult,
        Verdict.HostCalls => Codes.LimitHostCalls,
        Verdict.Effects => Codes.LimitEffects,
        Verdict.Regex => Codes.LimitRegex,
        Verdict.Deadline => Codes.LimitDeadline,
        Verdict.NotAdmitted => Codes.NotAdmitted,
        Verdict.HostFault => Codes.HostFault,
        _ => Codes.AppThrew,
    };

    /// <summary>An error's name and message, read without running any of its code.</summary>
    private static string Describe(JsValue error)
    {
        if (error is not ObjectInstance thrown)
            return error.IsString() ? error.ToString() : error.IsSymbol() ? "a symbol" : TypeConverter.ToString(error);
        var message = Plain(thrown, "message");
        var name = Plain(thrown, "name");
        if (name.Length == 0) return message.Length == 0 ? "an object" : message;
        return message.Length == 0 ? name : $"{name}: {message}";
    }

    /// <summary>What a thrown value is called: its name, else its constructor's, else its type. Read without running any of its code.</summary>
    public static string NameOf(JsValue error)
    {
        if (error is not ObjectInstance thrown) return error.Type.ToString().ToLowerInvariant();
        var name = Plain(thrown, "name");
        if (name.Length == 0 && Own(thrown, "constructor") is ObjectInstance constructor) name = Plain(constructor, "name");
        return name.Length == 0 ? "Error" : name;
    }

    /// <summary>What a thrown value says, read without running any of its code.</summary>
    public static string MessageOf(JsValue error) => Cut(error is ObjectInstance thrown ? Plain(thrown, "message") : Describe(error));

    private static string Plain(ObjectInstance from, string name) => Own(from, name) is { } value && value.IsString() ? value.ToString() : "";

    /// <summary>A data property of an object or of what it inherits from.</summary>
    private static JsValue? Own(ObjectInstance from, string name)
    {
        for (var at = from; at is not null; at = at.Prototype)
        {
            var found = at.GetOwnProperty(name);
            if (found == Jint.Runtime.Descriptors.PropertyDescriptor.Undefined) continue;
            return found.IsDataDescriptor() ? found.Value : null;
        }
        return null;
    }

    private static string Place(in SourceLocation location) =>
        location.SourceFile is { Length: > 0 } file ? $"{file}:{location.Start.Line}" : "";

    private static string StackPlace(JsValue error)
    {
        if (error is not ErrorInstance thrown) return "";
        // An accessor that the script may have replaced; it runs inside the call's budgets like anything else of it.
        if (thrown.Get("stack") is not JsString stack) return "";
        var text = stack.ToString();
        var found = Frame().Match(text.Length > 4096 ? text[..4096] : text);
        return found.Success ? found.Value : "";
    }

    private static string Cut(string text) => text.Length <= Ceilings.MessageLength ? text : text[..Ceilings.MessageLength];

    [GeneratedRegex(@"[\w./-]+\.js:\d+", RegexOptions.NonBacktracking)]
    private static partial Regex Frame();
}
