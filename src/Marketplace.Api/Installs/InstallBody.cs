using System.Text.Json;
using Marketplace.Api.Http;
using Marketplace.Contracts.Installs;
using Marketplace.Domain;
using Marketplace.Domain.Installs;

namespace Marketplace.Api.Installs;

/// <summary>What a firm asks for.</summary>
internal sealed record InstallBody
{
    /// <summary><c>publisher/app</c>.</summary>
    public required string App { get; init; }
    public string? Version { get; init; }
    /// <summary>The word <c>all</c>, or an array of scopes.</summary>
    public JsonElement Grants { get; init; }
    /// <summary>Micro-yuan.</summary>
    public long? MonthlyCap { get; init; }
    public bool? SampleData { get; init; }
    /// <summary>A plan of the app; its first when none is named.</summary>
    public string? Plan { get; init; }

    public Answer<InstallOrder> AsOrder()
    {
        if (!Keys.IsApp(App)) return Commands.Invalid("/app", "pattern", "publisher/app in lower case");
        if (MonthlyCap < 0) return Commands.Invalid("/monthlyCap", "min", "zero or more");
        var read = GrantList.Read(Grants);
        if (read.Refusal is { } unfit) return unfit;
        var (all, scopes) = read.Must();
        return new InstallOrder
        {
            App = App, Version = Version ?? "", AllGrants = all, Grants = scopes, MonthlyCap = MonthlyCap, SampleData = SampleData, Plan = Plan,
        };
    }
}

/// <summary>The grants of a command: the word <c>all</c>, or an array of scopes.</summary>
internal static class GrantList
{
    public static Answer<(bool All, List<string> Scopes)> Read(JsonElement grants)
    {
        var all = grants.ValueKind == JsonValueKind.String && grants.ValueEquals("all"u8);
        var scopes = new List<string>();
        if (all || grants.ValueKind == JsonValueKind.Undefined) return (all, scopes);
        if (grants.ValueKind != JsonValueKind.Array) return Commands.Invalid("/grants", "type", "the word all, or an array of scopes");
        foreach (var scope in grants.EnumerateArray())
        {
            if (scope.ValueKind != JsonValueKind.String) return Commands.Invalid($"/grants/{scopes.Count}", "type", "a scope");
            scopes.Add(scope.GetString()!);
        }
        return (all, scopes);
    }
}

/// <summary>The firm's installs.</summary>
internal sealed record InstallPage(IReadOnlyList<InstallFacts> Installs);

/// <summary>A monthly cap.</summary>
internal sealed record CapBody
{
    /// <summary>Micro-yuan.</summary>
    public required long MonthlyCap { get; init; }
}
