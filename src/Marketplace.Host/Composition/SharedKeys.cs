using Marketplace.Grains.Egress;
using Marketplace.Grains.Invocations.Recordings;
using Marketplace.Host.Sealing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Marketplace.Host.Composition;

/// <summary>Sessions and forms are sealed with keys that all hosts of a store share.</summary>
internal static class SharedKeys
{
    /// <summary>Adds the vault and, from it, the web server's keys.</summary>
    public static WebApplicationBuilder AddKeys(this WebApplicationBuilder builder, Vault vault)
    {
        builder.Services.AddSingleton(vault).AddSingleton<KeyRing>().AddSingleton<IRecordingKeys, RecordingKeys>().AddSingleton<IAppSecrets, AppSecrets>();
        builder.Services.AddDataProtection().SetApplicationName("marketplace").DisableAutomaticKeyGeneration();
        builder.Services.AddOptions<KeyManagementOptions>().Configure<KeyRing>(static (options, ring) => options.XmlRepository = ring);
        builder.Services.AddHostedService<KeyCare>();
        // It warns that keys are written as they are; the vault seals them.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        return builder;
    }
}
