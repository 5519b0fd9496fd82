using System.Text.Json;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Records;
using Marketplace.Domain.Schemas;

namespace Marketplace.Domain.Publishing.Checks;

/// <summary>Whether the sample records are records of the app's entities and refer to each other truly.</summary>
internal static class SeedCheck
{
    private const int Most = 20;

    public static IReadOnlyList<Finding> Run(Package package)
    {
        var findings = new List<Finding>();
        var files = package.Entries.Where(e => e.Key.StartsWith("seed/", StringComparison.Ordinal))
            .Select(e => (Path: e.Key, Entity: e.Key["seed/".Length..^".json".Length], Reading: LocatedReader.Read(e.Value))).ToList();
        var known = files.SelectMany(f => (f.Reading.Root is { } root ? SeedText.Rows(root) : [])
            .Select(row => $"{f.Entity}/{row.Members?.FirstOrDefault(static m => m.Name == "$id")?.Value.Text}")).ToHashSet(StringComparer.Ordinal);
        foreach (var (path, name, (root, error)) in files)
        {
            if (error is not null) Add(findings, path, "seed.syntax", error.Message, "Correct the JSON at this line.", error.Line, error.Pointer);
            else if (root!.Kind != JsonValueKind.Array) Add(findings, path, "seed.type", "A seed file is a list of records.", "Write [ {…}, {…} ].", root.Line, "");
            else if (!package.Manifest.Entities.TryGetValue(name, out var entity))
                Add(findings, path, "seed.unknownEntity", $"\"{name}\" is no entity of this app.", Remedies.Instead(name, package.Manifest.Entities.Keys), 1, "");
            else foreach (var (item, members) in SeedText.Rows(root)) Record(item, members, entity, path, known, findings);
        }
        return findings;
    }

    private static void Record(Located item, IReadOnlyList<Located.Member>? members, Entity entity, string path, HashSet<string> known, List<Finding> findings)
    {
        if (members is null)
        {
            Add(findings, path, "seed.type", "This is no record.", "Write {\"field\": …}; or, in a table, one value for each name of its first row.", item.Line, item.Pointer);
            return;
        }
        foreach (var member in members)
            if (member.Value.Text.StartsWith("$ref:", StringComparison.Ordinal) && !known.Contains(member.Value.Text[5..]))
                Add(findings, path, "seed.unknownReference", $"\"{member.Value.Text}\" names no sample record.", "Give the other record that \"$id\", or correct this one.", member.Line, member.Value.Pointer);
        var body = members.Where(m => m.Name != "$id").DistinctBy(m => m.Name).ToDictionary(m => m.Name, m => m.Value.Element(), StringComparer.Ordinal);
        var row = RecordRules.Insert(entity, "sample", Body(body), "seed", DateTimeOffset.UnixEpoch);
        if (row.Ok) return;
        var facts = row.Refusal!.Facts;
        var pointer = facts.GetValueOrDefault("pointer", "");
        var at = members.FirstOrDefault(m => pointer == JsonPointer.Child("", m.Name))?.Value ?? item.At(pointer);
        Add(findings, path, "seed.record", $"The record does not fit {entity.Name}: {pointer} breaks the rule \"{facts.GetValueOrDefault("rule", row.Refusal.Code)}\".",
            "Correct the value, or the field in app.json.", at.Line, at == item ? item.Pointer + pointer : at.Pointer);
    }

    private static JsonElement Body(Dictionary<string, JsonElement> members)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
            {
                writer.WritePropertyName(name);
                if (value.ValueKind == JsonValueKind.String && value.GetString()!.StartsWith("$ref:", StringComparison.Ordinal)) writer.WriteStringValue("sample");
                else value.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        return JsonElement.Parse(stream.ToArray());
    }

    private static void Add(List<Finding> findings, string path, string rule, string message, string remedy, int line, string pointer)
    {
        if (findings.Count < Most) findings.Add(PackageFindings.Red(rule, path, message, remedy, line, pointer));
    }
}
