using System.Text;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Records;
using Marketplace.Sandbox;

namespace Marketplace.Tool.Apps;

/// <summary>What an editor needs to complete an app's code: the host's declarations, the app's own records, and the schemas of its files.
/// None of it is packed.</summary>
internal static class AppTypings
{
    /// <summary>Path in the app's folder to text.</summary>
    public static IReadOnlyList<(string Path, string Text)> Files(Manifest? manifest)
    {
        var files = new List<(string, string)> { ("types/index.d.ts", TypingsPrinter.Print()) };
        if (manifest is not null) files.Add(("types/app.d.ts", Records(manifest)));
        files.AddRange(Embedded.Under("schema").Select(s => ($"types/{s.Path}", s.Text)));
        return files;
    }

    /// <summary>Writes them; says which were written.</summary>
    public static IReadOnlyList<string> Write(string folder, Manifest? manifest)
    {
        var files = Files(manifest);
        foreach (var (path, text) in files) Put(folder, path, text);
        const string config = "jsconfig.json";
        if (!File.Exists(Path.Combine(folder, config)))
            Put(folder, config, "{\n  \"compilerOptions\": { \"checkJs\": true, \"target\": \"ES2022\", \"module\": \"ES2022\", \"lib\": [\"ES2022\"] },\n  \"include\": [\"main.js\", \"lib\", \"types\"]\n}\n");
        return [.. files.Select(f => f.Path), config];
    }

    private static void Put(string folder, string path, string text)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static string Records(Manifest manifest)
    {
        var text = new StringBuilder("// Printed by \"mkt types\" from app.json. Do not edit.\nimport type { Context as HostContext, Stored } from './index';\n\n");
        foreach (var entity in manifest.Entities.Values)
        {
            text.Append($"export interface {Name(entity.Name)} {{\n");
            foreach (var field in entity.Fields.Values) text.Append($"  {field.Name}{(field.Required ? "" : "?")}: {Type(field)};\n");
            text.Append("}\n\n");
        }
        text.Append("/** The app's own records by entity. */\nexport interface Entities {\n");
        foreach (var entity in manifest.Entities.Keys) text.Append($"  {entity}: {Name(entity)};\n");
        text.Append("}\n\n/** The second argument of every handler: `@param {import('./types/app').Context} ctx`. */\nexport type Context = HostContext<Entities>;\n");
        return text.ToString();
    }

    private static string Name(string entity) => char.ToUpperInvariant(entity[0]) + entity[1..];

    private static string Type(Field field) => field.Type switch
    {
        FieldType.Integer or FieldType.Money or FieldType.Duration => "number",
        FieldType.Boolean => "boolean",
        FieldType.Choice => string.Join(" | ", field.Enum.Select(e => System.Text.Json.JsonSerializer.Serialize(e))),
        FieldType.Attachment => "{ id: string; name: string; type: string; size: number; sha256: string }",
        FieldType.Json => "any",
        _ => "string",
    };
}
