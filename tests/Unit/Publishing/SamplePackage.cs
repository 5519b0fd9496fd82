using System.Text;
using Marketplace.Domain.Publishing;

namespace Marketplace.Tests.Unit.Publishing;

/// <summary>A small whole app in a folder of its own.</summary>
internal sealed class SamplePackage : IDisposable
{
    public const string Manifest = """
        {
          "id": "demo/hello",
          "version": "1.0.0",
          "name": "app.name",
          "summary": "app.summary",
          "runtime": { "compatibility": "2026-11-01" },
          "entities": { "greeting": { "fields": { "text": { "type": "text", "required": true } }, "indexes": [["text"]] } },
          "functions": {
            "hello": {
              "label": "hello.label",
              "input": { "type": "object", "properties": { "name": { "type": "string" } }, "required": ["name"], "additionalProperties": false }
            }
          }
        }
        """;

    public SamplePackage()
    {
        Folder = Directory.CreateTempSubdirectory("mkt-").FullName;
        Write("app.json", Manifest);
        Write("main.js", "import { text } from './lib/words.js';\nexport function hello({ input }, ctx) {\n  return { text: text(input.name) };\n}\n");
        Write("lib/words.js", "export const text = name => `Hello, ${name}`;\n");
        Write("locales/zh-CN.json", "{ \"app.name\": \"你好\", \"app.summary\": \"问候\", \"hello.label\": \"问候\" }\n");
        Write("locales/en.json", "{ \"app.name\": \"Hello\", \"app.summary\": \"Greets\", \"hello.label\": \"Greet\" }\n");
    }

    public string Folder { get; }

    public void Write(string path, string text)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, Encoding.UTF8.GetBytes(text));
    }

    public Package Open()
    {
        var reading = PackageReader.FromFolder(Folder);
        return reading.Package ?? throw new InvalidOperationException(string.Join("; ", reading.Findings.Select(f => $"{f.File}:{f.Line} {f.Message}")));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
