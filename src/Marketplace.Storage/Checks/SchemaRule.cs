using Marketplace.Storage.Reading;
using Marketplace.Storage.Schema;

namespace Marketplace.Storage.Checks;

/// <summary>The steps that the store says were applied are this program's, byte for byte.</summary>
internal sealed class SchemaRule : StoreRule
{
    public override string Name => "schema";

    public override string Promise => "every schema step was applied, with the bytes this program has";

    public override async Task Look(Snapshot store, Findings findings, CancellationToken cancel)
    {
        var applied = (await SchemaSteps.Applied(store.Session, cancel)).ToDictionary(static step => step.Number);
        foreach (var step in SchemaSteps.Embedded(store.Engine))
        {
            findings.Look();
            if (!applied.Remove(step.Number, out var here)) findings.Add($"step {step.Name} is not marked as applied");
            else if (here.Checksum != step.Checksum) findings.Add($"step {step.Name} was applied with other bytes");
            else if (here.Name != step.Name) findings.Add($"step {step.Number} is marked as {here.Name} and is {step.Name}");
        }
        foreach (var step in applied.Values) findings.Add($"step {step.Name} is of no program that this one knows");
    }
}
