using Marketplace.Host;
using Marketplace.Host.Composition;
using Marketplace.Host.Operations;
using Marketplace.Host.Sealing;
using Marketplace.Host.Seed;

if (VerbLine.Read(args) is { } line) return await Verbs.Run(line);

var builder = WebApplication.CreateBuilder(args);
var settings = HostSettings.Read(builder.Configuration, builder.Environment);
await using var store = await StoreSetup.Open(settings);
var vault = await Vault.Open(settings, store);

builder.AddKeys(vault).AddEdge(settings).AddSilo(settings, store).AddTelemetry().AddDrain(settings);
builder.Services.AddSingleton(settings).AddSingleton(settings.Calendar).AddSingleton<Readiness>().AddSingleton<DemoSeed>().AddSingleton<DemoMachines>().AddSingleton<Demo>().AddHostedService<DemoStart>();

var app = builder.Build();
app.UseEdge();
await app.RunAsync();
return Environment.ExitCode;
