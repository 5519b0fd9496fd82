using Jint;
using Jint.Native;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;

namespace Marketplace.Sandbox.Capabilities;

/// <summary><c>ctx.apps</c>: functions of other apps, by the app's name and the name it exposes them under. What is there is what the manifest asks for;
/// whether the firm granted it is looked at with each call.</summary>
internal static class Apps
{
    /// <summary>The object of one call.</summary>
    public static JsValue For(HostScope scope)
    {
        var engine = scope.Run.Engine;
        var apps = new JsObject(engine);
        foreach (var app in scope.Run.App.Script.Apps.GroupBy(static link => Keys.Name(link.App), StringComparer.Ordinal))
        {
            var functions = new JsObject(engine);
            foreach (var link in app)
                functions.CreateDataProperty(link.Function, new ClrFunction(engine, link.Function, (_, args) => link.IsRead ? Ask(scope, link, args) : Send(scope, link, args), 1, PropertyFlag.Configurable));
            apps.CreateDataProperty(app.Key, functions);
        }
        return apps;
    }

    private static JsValue Ask(HostScope scope, AppLink link, JsValue[] args)
    {
        scope.Run.MustHold(AppRules.Scope(link));
        return scope.Run.Ask(HostQuestion.App, $"{{\"app\":{Records.Quote(scope, link.App)},\"function\":{Records.Quote(scope, link.Function)},\"input\":{Input(scope, args)}}}");
    }

    private static JsValue Send(HostScope scope, AppLink link, JsValue[] args)
    {
        scope.Run.MustWrite($"apps.{Keys.Name(link.App)}.{link.Function}");
        scope.Run.MustHold(AppRules.Scope(link));
        var input = Input(scope, args);
        var id = scope.Run.NextId();
        scope.Run.Propose(new Effect.AppCall(id, link.App, link.Function, input), input);
        return id;
    }

    private static string Input(HostScope scope, JsValue[] args) => args.At(0).IsUndefined() ? "null" : args.Json(0, scope, "the input");
}
