using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Publishing;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Specs;

namespace Marketplace.Tests.Apps.TagToParameter.Scans;

/// <summary>A firm that runs the app over one world: every call goes through the kernel, every effect through the firm's rules.</summary>
internal sealed class Floor
{
    private readonly Kernel kernel;
    private readonly Package package;
    private readonly MemoryFirm firm;
    private int calls;

    public Floor(Kernel kernel, Package package, World world)
    {
        (this.kernel, this.package) = (kernel, package);
        firm = new MemoryFirm(package.Manifest) { Now = Now };
        foreach (var (entity, body) in world.Records)
            if (firm.Put(entity, World.Element(body)) is { } refusal)
                throw new InvalidOperationException($"{entity} {body}: {refusal.Code} {string.Join(", ", refusal.Facts.Select(f => f.Value))}");
    }

    /// <summary>The time on the floor.</summary>
    public DateTimeOffset Now { get; private set; } = new(2026, 6, 1, 1, 0, 0, TimeSpan.Zero);

    /// <summary>Commands that left for machines, in order.</summary>
    public List<Effect.DeviceSend> Sent { get; } = [];

    /// <summary>Later calls that the app asked for.</summary>
    public List<Effect.JobStart> Jobs { get; } = [];

    public void Wait(TimeSpan time) => Now += time;

    /// <summary>A job's record.</summary>
    public JsonElement Job(string id) => JsonElement.Parse(firm.Row("download", id)!.Body);

    /// <summary>A record changed behind the app's back.</summary>
    public void Change(string entity, string id, string patch)
    {
        if (firm.Apply([new Effect.Update(entity, id, 0, patch)]) is { } refusal) throw new InvalidOperationException(refusal.Code);
    }

    /// <summary>Calls a function; effects of a call that completes have happened when this returns.</summary>
    public async Task<Outcome> Call(string function, JsonNode input, string user = "worker", string second = "")
    {
        (firm.Now, firm.Actor) = (Now, user);
        var outcome = await kernel.Run(package.Script, new Call
        {
            Invocation = string.Create(CultureInfo.InvariantCulture, $"{++calls:D26}"), Tenant = "firm", App = package.Manifest.Id, Function = function,
            Handler = package.Manifest.Functions[function].Handler, Input = Encoding.UTF8.GetBytes(input.ToJsonString()), Now = Now, Seed = 1, User = user,
            Grants = [.. package.Manifest.Permissions.Select(p => p.Scope)], SecondSigner = second, Culture = "en", Budget = Budget.Default with { CpuMs = 5_000 },
        }, firm, CancellationToken.None);
        if (outcome.Verdict != Verdict.Completed) return outcome;
        if (firm.Check(outcome.Effects) is { } clash) return outcome with { Verdict = Verdict.Refused, Refusal = clash, Effects = [] };
        if (firm.Apply(outcome.Effects) is { } refusal) throw new InvalidOperationException(refusal.Code);
        Sent.AddRange(outcome.Effects.OfType<Effect.DeviceSend>());
        Jobs.AddRange(outcome.Effects.OfType<Effect.JobStart>());
        return outcome;
    }
}
