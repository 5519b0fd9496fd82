using Jint.Native;

namespace Marketplace.Sandbox.Capabilities;

/// <summary>The class of a host function, which decides what it costs and when it happens.</summary>
internal enum HostKind
{
    /// <summary>Asks the host and answers with a promise.</summary>
    Read,
    /// <summary>Proposes something that happens after the call has been committed.</summary>
    Effect,
    /// <summary>Sent to the world during the call, and answered with a promise.</summary>
    External,
    /// <summary>Answered inside the kernel.</summary>
    Local,
}

/// <summary>One function of <c>ctx</c>: what it does and how it is described to people who write apps. The typings are printed from
/// these, so the two cannot drift apart.</summary>
/// <param name="Name">Its name in its object.</param>
/// <param name="Kind">Read, effect or local.</param>
/// <param name="Parameters">TypeScript parameter list.</param>
/// <param name="Returns">TypeScript result type.</param>
/// <param name="Doc">One or two sentences.</param>
/// <param name="Body">What it does for one call.</param>
internal sealed record HostFunction(
    string Name, HostKind Kind, string Parameters, string Returns, string Doc, Func<HostScope, JsValue[], JsValue> Body);
