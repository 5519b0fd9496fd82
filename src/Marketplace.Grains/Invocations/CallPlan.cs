using Marketplace.Contracts.Installs;
using Marketplace.Contracts.Invocations;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Grains.Catalogue;

namespace Marketplace.Grains.Invocations;

/// <summary>Everything known of a call before it runs.</summary>
internal sealed record CallPlan(
    Caller Caller, InvokeOrder Order, string Request, Ticket Ticket, LoadedRelease Release, FunctionSpec Function, string SecondSigner)
{
    /// <summary>Whether a commit must take the install's head: everything but a read-only function.</summary>
    public bool Fenced => !Function.ReadOnly;
}
