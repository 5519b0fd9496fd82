using System.Reflection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Marketplace.Storage.Documents;

/// <summary>Puts the grain's type into the identity of its row, which AdoNet storage leaves out: two classes with one key and one
/// state name would share a document.</summary>
internal sealed class TypedStateFactory : PersistentStateFactory
{
    protected override string GetFullStateName(IGrainContext context, IPersistentStateConfiguration cfg) => $"{context.GrainId.Type}.{cfg.StateName}";
}

/// <summary>Looks at every grain class before the silo takes calls: state names are unique, every state is a listed document, and
/// nobody derives from <c>Grain&lt;T&gt;</c>, whose state has no name of its own.</summary>
internal sealed class StateNames(IOptions<GrainTypeOptions> grains, DocumentShapes shapes) : ILifecycleParticipant<ISiloLifecycle>
{
    private const string StatefulBase = "Orleans.Grain`1";

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(StateNames), ServiceLifecycleStage.First, _ =>
    {
        Check(grains.Value.Classes, shapes);
        return Task.CompletedTask;
    });

    public static void Check(IEnumerable<Type> classes, DocumentShapes shapes)
    {
        Dictionary<string, Type> owners = new(StringComparer.Ordinal);
        foreach (var grain in classes.Where(static type => type.Assembly.GetName().Name!.StartsWith("Marketplace", StringComparison.Ordinal)))
        {
            for (var parent = grain.BaseType; parent is not null; parent = parent.BaseType)
                if (parent.IsGenericType && parent.GetGenericTypeDefinition().FullName == StatefulBase)
                    throw new InvalidOperationException($"{grain.Name} derives from Grain<T>; inject an IPersistentState with a name of its own.");
            foreach (var (name, state) in States(grain))
            {
                if (!owners.TryAdd(name, grain) && owners[name] != grain)
                    throw new InvalidOperationException($"{grain.Name} and {owners[name].Name} both store a state named '{name}'.");
                if (!shapes.Knows(state)) throw new InvalidOperationException($"{grain.Name} stores {state.Name}, which is not listed among the documents.");
            }
        }
    }

    private static IEnumerable<(string Name, Type State)> States(Type grain) =>
        from constructor in grain.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        from parameter in constructor.GetParameters()
        let named = parameter.GetCustomAttribute<PersistentStateAttribute>()
        where named is not null && parameter.ParameterType.IsGenericType
        select (named.StateName, parameter.ParameterType.GetGenericArguments()[0]);
}
