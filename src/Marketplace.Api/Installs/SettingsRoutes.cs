using System.Text.Json;
using Marketplace.Api.Http;
using Marketplace.Contracts.Installs;
using Marketplace.Domain;
using Marketplace.Domain.Installs;
using Orleans.Concurrency;

namespace Marketplace.Api.Installs;

/// <summary>What a firm sets of an app.</summary>
internal static class SettingsRoutes
{
    public static Task<Answer<SettingsBody>> Get(Exchange x) => On(x, (settings, app) => settings.Get(x.Caller, app));

    public static Task<Answer<SettingsBody>> Put(Exchange x) => On(x, async (settings, app) =>
    {
        var body = await Bodies.Json(x.Http.Request, SettingsRules.Bytes, x.Cancel);
        return body.Refusal is { } unfit ? unfit : await settings.Put(x.Caller, app, new Immutable<byte[]>(body.Must()));
    });

    private static async Task<Answer<SettingsBody>> On(Exchange x, Func<ISettingsGrain, string, Task<Answer<SettingsFacts>>> act)
    {
        if (x.FirmNeeded is { } no) return no;
        if (x.App is not { } app) return Exchange.Nothing("install");
        var facts = await act(x.Grains.GetGrain<ISettingsGrain>(Keys.Settings(x.Caller.Tenant)), app);
        return facts.Refusal is { } refused ? refused : SettingsBody.From(facts.Must());
    }
}

/// <summary>An app's settings.</summary>
internal sealed record SettingsBody
{
    public required string App { get; init; }
    public required string Version { get; init; }
    /// <summary>All that is set; secrets are none of these.</summary>
    public required JsonElement Settings { get; init; }
    /// <summary>The JSON Schema of the version that is installed; null when it has no settings.</summary>
    public JsonElement? Schema { get; init; }

    public static SettingsBody From(SettingsFacts facts) => new()
    {
        App = facts.App, Version = facts.Version, Settings = Read(facts.Settings), Schema = facts.Schema.Length > 0 ? Read(facts.Schema) : null,
    };

    private static JsonElement Read(byte[] json)
    {
        using var read = JsonDocument.Parse(json);
        return read.RootElement.Clone();
    }
}
