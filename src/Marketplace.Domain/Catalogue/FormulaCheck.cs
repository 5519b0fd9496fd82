using System.Globalization;
using Marketplace.Domain.Expressions;
using Marketplace.Domain.Records;

namespace Marketplace.Domain.Catalogue;

/// <summary>Whether a field's formula can be read and names stored fields of its own entity.</summary>
internal static class FormulaCheck
{
    public static void Run(Sheet entity, IReadOnlyDictionary<string, Field> fields, FindingList findings)
    {
        foreach (var field in fields.Values.Where(f => f.Formula.Length > 0))
        {
            var at = entity["fields"]![field.Name]!["formula"]!;
            var parsed = Expression.Parse(field.Formula);
            if (!parsed.Ok)
            {
                var facts = parsed.Refusal!.Facts;
                findings.Red(at, "formula", string.Create(CultureInfo.InvariantCulture, $"The formula of \"{field.Name}\" cannot be read at character {facts["at"]}: {facts["message"]}"),
                    "Correct it; the language is described in sdk/schema/expression.md.");
                continue;
            }
            foreach (var name in parsed.Must().Fields)
            {
                var known = fields.Values.Where(f => f.Formula.Length == 0).Select(f => f.Name);
                if (!fields.TryGetValue(name.Split('.')[0], out var used) || used.Formula.Length > 0)
                    findings.Red(at, "unknownField", $"The formula of \"{field.Name}\" reads \"{name}\", which is no stored field of this entity.", Remedies.Instead(name, known));
            }
            if (field.Required || field.Default.ValueKind != System.Text.Json.JsonValueKind.Undefined)
                findings.Red(at, "notForType", $"\"{field.Name}\" is computed, so it is neither required nor has a default.", "Remove \"required\" and \"default\".");
        }
    }
}
