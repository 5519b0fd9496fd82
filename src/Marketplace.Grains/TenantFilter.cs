using System.Collections.Concurrent;
using System.Reflection;
using Marketplace.Domain;
using Orleans;
using Orleans.Runtime;

namespace Marketplace.Grains;

/// <summary>Refuses a call whose tenant does not own the key, before any grain code runs: denied by default. Keys that belong to no
/// firm (brains, publishers, releases, listings, the shop, the desk, the directory, ledgers, bills, payouts, shared things and their photos, insight) are on <see cref="AcrossTenants"/> and check
/// roles themselves. A refused caller sees <c>notFound</c>: another firm's thing looks like nothing at all. Who holds no role is nobody,
/// and reaches nothing: the edge makes no such caller, and what is left of a person who was removed is one.</summary>
internal sealed class TenantFilter : IIncomingGrainCallFilter
{
    /// <summary>Key kinds that no single firm owns. Reviewed: each grain behind them asks for a role or reads public facts.</summary>
    public static readonly IReadOnlySet<string> AcrossTenants = new HashSet<string>(StringComparer.Ordinal)
    {
        "brain", "desk", "shop", "publisher", "release", "listing", "collection", "accounts", "invoker", "ledger", "billing", "payouts", "resource", "resources", "photos", "insight",
    };

    private static readonly ConcurrentDictionary<Type, Func<Refusal, object>?> Makers = new();

    /// <inheritdoc />
    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod.DeclaringType?.Namespace?.StartsWith("Marketplace.", StringComparison.Ordinal) != true)
            return context.Invoke();
        if (context.TargetId.IsSystemTarget() || context.TargetId.IsClient()) return context.Invoke();
        var caller = context.Request.GetArgumentCount() > 0 ? context.Request.GetArgument(0) as Caller : null;
        if (caller is not null && Owns(caller, context.TargetId.Key.ToString()!)) return context.Invoke();
        context.Result = Refuse(context.InterfaceMethod);
        return Task.CompletedTask;
    }

    /// <summary>Whether the caller may reach the key at all.</summary>
    public static bool Owns(Caller caller, string key)
    {
        var (kind, owner, _) = Keys.Parse(key);
        return caller.Roles.Count > 0
            && (AcrossTenants.Contains(kind) || caller.Is(Roles.System) || (caller.Tenant.Length > 0 && caller.Tenant == owner));
    }

    private static object? Refuse(MethodInfo method)
    {
        var maker = Makers.GetOrAdd(method.ReturnType, static type =>
        {
            if (!type.IsGenericType || type.GetGenericArguments() is not [{ IsGenericType: true } answer]
                || answer.GetGenericTypeDefinition() != typeof(Answer<>)) return null;
            var refusal = answer.GetProperty(nameof(Answer<>.Refusal))!;
            return no =>
            {
                var made = Activator.CreateInstance(answer)!;
                refusal.SetValue(made, no);
                return made;
            };
        });
        return maker is null
            ? throw new UnauthorizedAccessException("The caller does not own this key.")
            : maker(Refusal.Of(Codes.NotFound, ("what", "grain")));
    }
}
