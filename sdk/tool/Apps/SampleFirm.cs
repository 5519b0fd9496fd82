using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Publishing;
using Marketplace.Domain.Records;
using Marketplace.Domain.Texts;
using Marketplace.Sandbox.Specs;
using Marketplace.Tool.Terminal;

namespace Marketplace.Tool.Apps;

/// <summary>A firm in memory with the app's sample records.</summary>
internal static class SampleFirm
{
    /// <summary>The firm, or why its sample records do not load.</summary>
    public static Answer<MemoryFirm> Make(Package package, DateTimeOffset now)
    {
        var firm = new MemoryFirm(package.Manifest) { Actor = "seed", Now = now };
        var rows = SeedRules.Read(package, "sample", "seed", now);
        if (!rows.Ok) return rows.Refusal!;
        var refused = firm.Apply([.. rows.Must().Select(r => new Effect.Insert(r.Entity, r.Id, Body(package.Manifest.Entities[r.Entity], r)))]);
        return refused is null ? firm : refused;
    }

    /// <summary>Why they do not load, as a finding.</summary>
    public static Finding Fault(Refusal refusal) => new()
    {
        Rule = "seed.load", Severity = Severity.Red, File = "seed/",
        Message = $"The sample records do not load together: {RefusalTexts.Sentence(Talk.Culture, refusal)}", Remedy = "Correct the records, or the entity in app.json.",
    };

    // Formulas are computed again at the insert; nobody may hand them in.
    private static string Body(Entity entity, RecordRow row)
    {
        var body = JsonNode.Parse(row.Body)!.AsObject();
        foreach (var field in entity.Fields.Values.Where(f => f.Formula.Length > 0)) body.Remove(field.Name);
        return body.ToJsonString();
    }
}
