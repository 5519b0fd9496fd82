using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Publishing;
using Marketplace.Domain.Records;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Specs;

namespace Marketplace.Tests.Apps.Piecework;

/// <summary>A shop that runs the app: every call goes through the kernel, every effect through the firm's rules.</summary>
internal sealed class Shop(Kernel kernel, Package package)
{
    private readonly MemoryFirm firm = new(package.Manifest);
    private int calls;

    /// <summary>The time in the shop.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>Events that the app has sent, by type.</summary>
    public Dictionary<string, int> Events { get; } = [];

    public void Put(string entity, JsonObject body)
    {
        firm.Now = Now;
        if (firm.Put(entity, JsonElement.Parse(body.ToJsonString())) is { } refusal)
            throw new InvalidOperationException($"{entity} {body}: {refusal.Code} {string.Join(", ", refusal.Facts.Select(f => f.Value))}");
    }

    /// <summary>The records of an entity, as an app sees them.</summary>
    public IEnumerable<JsonElement> Rows(string entity) => firm.Rows(entity).Select(row => JsonElement.Parse(RecordJson.Write(row, [])));

    /// <summary>The id of the only record with this value.</summary>
    public string IdOf(string entity, string field, string value) =>
        firm.Rows(entity).Single(row => JsonElement.Parse(row.Body).TryGetProperty(field, out var found) && found.GetString() == value).Id;

    /// <summary>Calls a function, and the later calls that it asks for.</summary>
    public async Task<Outcome> Call(string function, JsonObject input, string user, string role)
    {
        (firm.Now, firm.Actor) = (Now, user);
        var outcome = await kernel.Run(package.Script, new Call
        {
            Invocation = string.Create(CultureInfo.InvariantCulture, $"{++calls:D26}"), Tenant = "firm", App = package.Manifest.Id, Function = function,
            Handler = package.Manifest.Functions[function].Handler, Input = Encoding.UTF8.GetBytes(input.ToJsonString()), Now = Now, Seed = 1, User = user,
            Roles = [role], Culture = "en", Budget = Budget.Default with { CpuMs = 5_000 },
        }, firm, CancellationToken.None);
        if (outcome.Verdict != Verdict.Completed) return outcome;
        if (firm.Check(outcome.Effects) is { } clash) return outcome with { Verdict = Verdict.Refused, Refusal = clash, Effects = [] };
        if (firm.Apply(outcome.Effects) is { } refusal) throw new InvalidOperationException(refusal.Code);
        foreach (var sent in outcome.Effects.OfType<Effect.Emit>()) Events[sent.Type] = Events.GetValueOrDefault(sent.Type) + 1;
        foreach (var job in outcome.Effects.OfType<Effect.JobStart>())
            Assert.Equal(Verdict.Completed, (await Call(job.Function, JsonNode.Parse(job.Input)!.AsObject(), "system", "system")).Verdict);
        return outcome;
    }
}
