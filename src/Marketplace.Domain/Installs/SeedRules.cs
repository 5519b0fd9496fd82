using System.Text;
using System.Text.Json;
using Marketplace.Domain.Publishing;
using Marketplace.Domain.Records;

namespace Marketplace.Domain.Installs;

/// <summary>Turns a release's <c>seed/*.json</c> into records: local names become ids, <c>$ref:entity/name</c> becomes the id it names.
/// The same install and release give the same records, so that loading twice is one load.</summary>
public static class SeedRules
{
    private const string Prefix = "$ref:";

    /// <summary>Every seed record, checked like any other insert; the first that breaks a rule is named by file and place.</summary>
    public static Answer<IReadOnlyList<RecordRow>> Read(Package package, string install, string actor, DateTimeOffset now)
    {
        var files = new List<(Entity Entity, JsonElement[] Bodies)>();
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, entity) in package.Manifest.Entities)
        {
            if (!package.Entries.TryGetValue($"seed/{name}.json", out var utf8)) continue;
            var bodies = SeedText.Records(utf8).ToArray();
            files.Add((entity, bodies));
            for (var i = 0; i < bodies.Length; i++)
                if (bodies[i].TryGetProperty("$id", out var local) && local.GetString() is { } known)
                    ids[$"{name}/{known}"] = Id(install, name, i);
        }
        var rows = new List<RecordRow>();
        foreach (var (entity, bodies) in files)
            for (var i = 0; i < bodies.Length; i++)
            {
                var row = RecordRules.Insert(entity, Id(install, entity.Name, i), Resolve(bodies[i], ids), actor, now);
                if (!row.Ok)
                    return new Refusal(Codes.ReleaseInvalid, new Dictionary<string, string>(row.Refusal!.Facts)
                    {
                        ["file"] = $"seed/{entity.Name}.json", ["at"] = i.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    });
                rows.Add(row.Must());
            }
        return rows;
    }

    private static string Id(string install, string entity, int ordinal) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{install}-{entity}-{ordinal + 1:D5}");

    private static JsonElement Resolve(JsonElement body, Dictionary<string, string> ids)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var property in body.EnumerateObject())
            {
                if (property.Name == "$id") continue;
                writer.WritePropertyName(property.Name);
                if (property.Value.ValueKind == JsonValueKind.String && property.Value.GetString() is { } text
                    && text.StartsWith(Prefix, StringComparison.Ordinal))
                    writer.WriteStringValue(ids.GetValueOrDefault(text[Prefix.Length..], text));
                else
                    property.Value.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        return JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray())).RootElement;
    }
}
