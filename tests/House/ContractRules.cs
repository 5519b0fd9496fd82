using System.Reflection;
using Marketplace.Contracts.Installs;
using Marketplace.Domain;
using Orleans;
using Xunit;

namespace Marketplace.Tests.House;

/// <summary>What every grain interface and every wire type promises, seen by reflection.</summary>
public sealed class ContractRules
{
    /// <summary>Grain methods without a caller, each for the reason beside it.</summary>
    private static readonly string[] callerless =
    [
        "IDeviceLink.Publish", // the grain speaks to the gateway here; nobody calls through it
        "IDeviceLink.Dismiss", // the same
    ];

    private static readonly IReadOnlyList<Type> grains =
        typeof(IInstallGrain).Assembly.GetExportedTypes().Where(t => t.IsInterface && typeof(IAddressable).IsAssignableFrom(t)).ToList();

    private static readonly IReadOnlyList<Type> wire =
        new[] { typeof(IInstallGrain).Assembly, typeof(Caller).Assembly }.SelectMany(a => a.GetTypes())
            .Where(t => t.GetCustomAttribute<GenerateSerializerAttribute>() is not null && !t.Name.StartsWith("Codec_", StringComparison.Ordinal)).ToList();

    [Fact]
    public void Every_grain_method_says_first_who_calls()
    {
        Assert.NotEmpty(grains);
        None.Broke("a grain method does not say who calls", grains.SelectMany(WithoutCaller).Except(callerless));
    }

    [Fact]
    public void Reviewed_exceptions_are_still_there() => None.Broke("an exception is no longer needed", callerless.Except(grains.SelectMany(WithoutCaller)));

    [Fact]
    public void Interfaces_and_methods_have_names_that_outlive_a_rename() => None.Broke("no [Alias]", grains.SelectMany(Unnamed));

    [Fact]
    public void Wire_types_have_names_that_outlive_a_rename()
    {
        Assert.NotEmpty(wire);
        None.Broke("no [Alias]", wire.Where(t => Alias(t) is null).Select(t => t.FullName));
    }

    [Fact]
    public void No_two_types_share_a_name()
    {
        var twice = wire.Concat(grains).GroupBy(Alias).Where(g => g.Key is not null && g.Count() > 1);
        None.Broke("one name, two types", twice.Select(g => $"{g.Key}: {string.Join(", ", g.Select(t => t.Name))}"));
    }

    [Fact]
    public void What_crosses_is_of_ours_with_a_serializer_or_plain()
    {
        var crossing = grains.SelectMany(g => g.GetMethods())
            .SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType)).SelectMany(Parts).Distinct();
        None.Broke("crosses without [GenerateSerializer]", crossing.Where(IsOurs)
            .Where(t => !t.IsEnum && !grains.Contains(t) && t.GetCustomAttribute<GenerateSerializerAttribute>() is null).Select(t => t.FullName));
    }

    [Fact]
    public void Catches_a_method_without_a_caller()
    {
        Assert.Equal(["IWrongGrain.Take"], WithoutCaller(typeof(IWrongGrain)));
        Assert.Equal(["IWrongGrain", "IWrongGrain.Take", "IWrongGrain.Good"], Unnamed(typeof(IWrongGrain)));
    }

    private static IEnumerable<string> WithoutCaller(Type grain) =>
        grain.GetMethods().Where(m => m.GetParameters().FirstOrDefault()?.ParameterType != typeof(Caller)).Select(m => $"{grain.Name}.{m.Name}");

    private static IEnumerable<string> Unnamed(Type grain)
    {
        if (Alias(grain) is null) yield return grain.Name;
        foreach (var method in grain.GetMethods())
            if (method.GetCustomAttribute<AliasAttribute>() is null) yield return $"{grain.Name}.{method.Name}";
    }

    private static string? Alias(Type type) => type.GetCustomAttribute<AliasAttribute>()?.Alias;

    private static IEnumerable<Type> Parts(Type type) =>
        type.IsArray ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
        : [type];

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("Marketplace.", StringComparison.Ordinal) is true;

    private interface IWrongGrain
    {
        Task Take(int turn);
        Task Good(Caller caller);
    }
}
