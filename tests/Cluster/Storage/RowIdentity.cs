using System.Linq.Expressions;
using System.Reflection;
using Orleans.Runtime;
using Orleans.Storage;

namespace Marketplace.Tests.Cluster.Storage;

/// <summary>What Orleans' AdoNet storage makes of a grain's key: the three columns that say which row is whose. The function is
/// Orleans' own, of the version this program runs on, reached past its access modifiers; nothing is imitated.</summary>
internal static class RowIdentity
{
    private static readonly Func<GrainId, (long N0, long N1, string Text)> parts = Compile();

    public static (long N0, long N1, string Text) Of(string key) => parts(GrainId.Create("any", key));

    private static Func<GrainId, (long, long, string)> Compile()
    {
        var make = typeof(AdoNetGrainStorage).GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
            .Single(static method => method.GetParameters() is [{ ParameterType: var only }] && only == typeof(GrainId) && method.ReturnType != typeof(string));
        var grain = Expression.Parameter(typeof(GrainId));
        var row = Expression.Variable(make.ReturnType);
        var tuple = typeof(ValueTuple<long, long, string>).GetConstructor([typeof(long), typeof(long), typeof(string)])!;
        Expression Part(string name) => Expression.Property(row, make.ReturnType.GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!);
        return Expression.Lambda<Func<GrainId, (long, long, string)>>(
            Expression.Block([row], Expression.Assign(row, Expression.Call(make, grain)), Expression.New(tuple, Part("N0Key"), Part("N1Key"), Part("StringKey"))),
            grain).Compile();
    }
}
