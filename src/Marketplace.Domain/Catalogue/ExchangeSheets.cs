using Marketplace.Domain.Schemas;

namespace Marketplace.Domain.Catalogue;

/// <summary>Reads what an app exchanges with the world around it: events, exposed functions, shared data, prices, migrations.</summary>
internal static class ExchangeSheets
{
    public static List<EventSpec> Emits(Sheet top, FindingList findings)
    {
        var list = new List<EventSpec>();
        foreach (var node in top.List("emits"))
        {
            var sheet = new Sheet(findings, node, "an emitted event", ManifestKeys.Emit);
            var type = sheet.Text("type", required: true);
            if (type.Length > 0 && !(type.Length <= 60 && char.IsAsciiLetter(type[0]) && type.All(char.IsAsciiLetterOrDigit)))
                findings.Red(sheet["type"]!, "name", $"\"{type}\" is no name of an event.", "Use letters and digits only, such as \"TagResolved\".");
            if (list.Any(e => e.Type == type)) findings.Red(node, "duplicate", $"The event \"{type}\" stands twice.", "Remove one of them.");
            list.Add(new(type, sheet.Schema("schema")));
        }
        return list;
    }

    public static Dictionary<string, string> Exposes(Sheet top, FindingList findings)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in top.Map("exposes"))
        {
            ManifestNames.Check(findings, member, "an exposed function");
            if (member.Value.Kind == System.Text.Json.JsonValueKind.String) map[member.Name] = member.Value.Text;
            else findings.Red(member.Value, "type", $"\"{member.Name}\" names no function.", "Write the name of one of your functions.");
        }
        return map;
    }

    public static List<ShareSpec> Shares(Sheet top, FindingList findings)
    {
        var list = new List<ShareSpec>();
        foreach (var node in top.List("shares"))
        {
            var sheet = new Sheet(findings, node, "a share", ManifestKeys.Share);
            list.Add(new(sheet.Text("dataset", required: true), sheet.Texts("fields", required: true), sheet.Text("level", required: true),
                sheet.Purpose("purpose"), sheet["class"] is null ? "general" : sheet.Word("class", ManifestKeys.Classes)));
        }
        return list;
    }

    public static List<PlanSpec> Plans(Sheet top, FindingList findings)
    {
        var list = new List<PlanSpec>();
        foreach (var node in top.List("plans"))
        {
            var sheet = new Sheet(findings, node, "a plan", ManifestKeys.Plan);
            var plan = new PlanSpec(sheet.Text("id", required: true), sheet.Word("kind", ManifestKeys.PlanKinds, required: true),
                sheet.Whole("price", 0, 1_000_000_000_000, 0), (int)sheet.Whole("trialDays", 0, 365, 0));
            if (plan.Id.Length > 0 && !ManifestNames.IsName(plan.Id))
                findings.Red(sheet["id"]!, "name", $"\"{plan.Id}\" is no name of a plan.", $"Use \"{ManifestNames.Proposed(plan.Id)}\".");
            if (list.Any(p => p.Id == plan.Id)) findings.Red(node, "duplicate", $"The plan \"{plan.Id}\" stands twice.", "Remove one of them.");
            if (plan is { Kind: "free", Price: > 0 }) findings.Red(sheet["price"]!, "value", "A free plan has a price.", "Remove \"price\", or choose month, call or result.");
            if (plan.Kind.Length > 0 && plan.Kind != "free" && sheet["price"] is null)
                findings.Red(node, "missingKey", $"The plan \"{plan.Id}\" has no \"price\".", "Add \"price\" in micro-yuan (1 yuan = 1000000).");
            list.Add(plan);
        }
        return list;
    }

    public static List<MigrationSpec> Migrations(Sheet top, FindingList findings)
    {
        var list = new List<MigrationSpec>();
        foreach (Located node in top.List("migrations"))
        {
            var sheet = new Sheet(findings, node, "a migration", ManifestKeys.Migration);
            var from = sheet.Text("from", required: true);
            if (from.Length > 0 && !ManifestReader.IsVersion(from))
                findings.Red(sheet["from"]!, "version", $"\"{from}\" is no version.", "Write the version it carries records from, such as \"1.0.0\".");
            list.Add(new(from, sheet.Text("handler", required: true), sheet.Text("down")));
        }
        return list;
    }
}
