using Marketplace.Domain;
using Orleans;
using Orleans.Concurrency;

namespace Marketplace.Contracts.Installs;

/// <summary>What a firm has set of its apps. Stateless; key <see cref="Keys.Settings"/>. Secrets are none of these.</summary>
[Alias("installs.settings")]
public interface ISettingsGrain : IGrainWithStringKey
{
    /// <summary>An app's settings, and what its version lets be set. Owner.</summary>
    [Alias("get")] Task<Answer<SettingsFacts>> Get(Caller caller, string app);

    /// <summary>Sets all of them: what is not among them is set no longer. Checked against the manifest's schema; calls that run meet the new ones
    /// and begin again. The same operation gives the same answer. Owner.</summary>
    [Alias("put")] Task<Answer<SettingsFacts>> Put(Caller caller, string app, Immutable<byte[]> settings);
}

/// <summary>An app's settings as its firm sees them.</summary>
[GenerateSerializer, Immutable, Alias("installs.settings.facts")]
public sealed record SettingsFacts
{
    [Id(0)] public required string App { get; init; }
    [Id(1)] public required string Version { get; init; }
    /// <summary>A JSON object in UTF-8, without secrets.</summary>
    [Id(2)] public byte[] Settings { get; init; } = [];
    /// <summary>The manifest's schema in UTF-8; empty when the app has no settings.</summary>
    [Id(3)] public byte[] Schema { get; init; } = [];
}
