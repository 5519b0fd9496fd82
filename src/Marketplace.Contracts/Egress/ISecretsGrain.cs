using Marketplace.Domain;
using Marketplace.Domain.Accounts;
using Orleans;

namespace Marketplace.Contracts.Egress;

/// <summary>What a firm gives its apps to prove themselves elsewhere. Stateless; key <see cref="Keys.Secrets"/>. A secret goes in and never comes
/// out again: it is used as a header's value, by its name.</summary>
[Alias("egress.secrets")]
public interface ISecretsGrain : IGrainWithStringKey
{
    /// <summary>The names of the secrets an app was given. Owner.</summary>
    [Alias("names")] Task<Answer<SecretNames>> Names(Caller caller, string app);

    /// <summary>Gives an app a secret, or another one of the same name: visible ASCII, at most 4,000 characters. Owner.</summary>
    [Alias("keep")] Task<Answer<SecretNames>> Keep(Caller caller, string app, string name, Secret value);

    /// <summary>Takes one away; what is not there is as good as taken. Owner.</summary>
    [Alias("forget")] Task<Answer<SecretNames>> Forget(Caller caller, string app, string name);
}

/// <summary>Names, in their order; nothing of what they stand for.</summary>
[GenerateSerializer, Immutable, Alias("egress.secret.names")]
public sealed record SecretNames
{
    [Id(0)] public required IReadOnlyList<string> Names { get; init; }
    [Id(1)] public IReadOnlyList<SecretGiven> Given { get; init; } = [];
}

/// <summary>When one of them was given last, and by whom.</summary>
[GenerateSerializer, Immutable, Alias("egress.secret.given")]
public sealed record SecretGiven
{
    [Id(0)] public required string Name { get; init; }
    [Id(1)] public DateTimeOffset At { get; init; }
    /// <summary>A person's id; empty for what was given before the host wrote it down.</summary>
    [Id(2)] public string By { get; init; } = "";
}
