namespace Marketplace.Tests.Apps.SeedGenerator;

/// <summary>The seed of tag-to-parameter, made by rule. Run the tests with <c>WRITE_SEED=1</c> to write it again after a change.</summary>
internal static class Seed
{
    public static IReadOnlyDictionary<string, string> Files() => new Dictionary<string, string>
    {
        ["variant.json"] = SeedRow.File(Parts.Rows()),
        ["machine.json"] = SeedRow.File(Workshop.Machines()),
        ["envelope.json"] = SeedRow.File(Workshop.Envelopes()),
        ["matchRule.json"] = SeedRow.File(Recipes.RuleRows()),
        ["recipe.json"] = SeedRow.File(Recipes.Rows()),
        ["recipeParameter.json"] = SeedRow.File(Recipes.Parameters()),
        ["tag.json"] = SeedRow.File(Tags.Rows()),
    };
}
