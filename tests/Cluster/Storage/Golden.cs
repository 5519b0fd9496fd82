using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Grains;
using Marketplace.Grains.Documents;
using Marketplace.Storage;
using Marketplace.Storage.Documents;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using Xunit;

namespace Marketplace.Tests.Cluster.Storage;

/// <summary>What earlier programs stored, this one reads; what this one stores, byte for byte, is what was agreed. A file is never
/// changed: a document that grows gets a file of its next version beside it; JSON inside facts, which only ever gains members, keeps its
/// earlier file as <c>name.1.json</c>, and so on. <c>MARKETPLACE_GOLDEN=write</c> adds the files that are
/// missing from the source folder, and changes none.</summary>
public sealed class Golden(Stores stores) : IClassFixture<Stores>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Storage", "Golden");

    [Fact]
    public void Samples_have_something_in_every_member()
    {
        foreach (var sample in GoldenSamples.Documents.Values.Concat(GoldenSamples.Facts)) Filled(sample, sample.GetType().Name);
    }

    [Fact]
    public void Every_document_that_grains_store_is_written_and_read_as_its_file_says()
    {
        var shapes = GrainsSetup.Shapes();
        var serializer = new DocumentSerializer(shapes);
        foreach (var (type, shape) in shapes.All)
        {
            Assert.True(GoldenSamples.Documents.TryGetValue(shape.Name, out var sample), $"GoldenSamples has no {shape.Name}");
            Assert.Equal(type, sample.GetType());
            var written = (byte[])Generic(nameof(Written), type).Invoke(null, [serializer, sample])!;
            Assert.Equal(Text(written), Text(File($"{shape.Name}.v{shape.Version}", written)));
            for (var version = 1; version <= shape.Version; version++)
            {
                var read = Generic(nameof(Read), type).Invoke(null, [serializer, File($"{shape.Name}.v{version}", null)]);
                Assert.NotNull(read);
                if (version == shape.Version) Assert.Equivalent(sample, read, strict: true);
            }
        }
        Assert.Equal(shapes.All.Count, GoldenSamples.Documents.Count);
        Seeds.Say($"{shapes.All.Count} documents");
    }

    [Fact]
    public void Every_json_inside_facts_is_written_and_read_as_its_file_says()
    {
        var count = 0;
        foreach (var (context, type) in Listed(typeof(FactJson)).Select(static type => ((JsonSerializerContext)FactJson.Default, type))
            .Concat(Listed(typeof(GrainJson)).Select(static type => ((JsonSerializerContext)GrainJson.Default, type))))
        {
            if (GrainsSetup.Shapes().All.ContainsKey(type)) continue;
            var sample = GoldenSamples.Facts.FirstOrDefault(type.IsInstanceOfType);
            Assert.True(sample is not null, $"GoldenSamples has no {type.Name}");
            var file = (context is FactJson ? "fact." : "grain.") + (type.IsGenericType ? "words" : type.IsArray ? "list" : char.ToLowerInvariant(type.Name[0]) + type.Name[1..]);
            var written = JsonSerializer.SerializeToUtf8Bytes(sample, type, context);
            var kept = File(file, written);
            Assert.Equal(Text(kept), Text(written));
            var read = JsonSerializer.Deserialize(kept, type, context);
            Assert.NotNull(read);
            Assert.Equivalent(sample, read, strict: true);
            // What was written before a member was added: a message may have waited, a reply been stored, while the program was replaced.
            foreach (var earlier in Directory.EnumerateFiles(Folder, $"{file}.*.json"))
            {
                Assert.NotNull(JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(earlier), type, context));
                count++;
            }
            count++;
        }
        Seeds.Say($"{count} shapes inside facts");
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task A_store_that_holds_the_files_bytes_is_read(string engine)
    {
        var database = await stores.Open(engine);
        await using var silo = await Silo.Start(database);
        foreach (var (type, shape) in GrainsSetup.Shapes().All)
            await (Task)Generic(nameof(Stored), type).Invoke(null, [database, silo, shape, GoldenSamples.Documents[shape.Name]])!;
    }

    [Fact]
    public void A_shape_without_a_file_and_one_that_was_renamed_are_noticed()
    {
        var renamed = new DocumentShapes().Add("note", 1, NoteJson.Default.Note);
        Assert.Contains("other", Assert.Throws<Xunit.Sdk.FailException>(() => File("other.v1", "{}"u8.ToArray())).Message, StringComparison.Ordinal);
        // A member that was renamed: the bytes differ, and what is read back is not what was stored.
        var written = Text(Written(new DocumentSerializer(renamed), new Note { Text = "x", Number = 2 }));
        Assert.NotEqual("""{"schema":"note","v":1,"body":{"words":"x","number":2}}""", written);
        Assert.NotEqual(new Note { Text = "x", Number = 2 }, Read<Note>(new DocumentSerializer(renamed), """{"schema":"note","v":1,"body":{"words":"x","number":2}}"""u8.ToArray()));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Filled(new Note { Text = "x" }, "Note"));
    }

    private static byte[] Written<T>(DocumentSerializer serializer, T sample) => serializer.Serialize(sample).ToArray();

    private static T Read<T>(DocumentSerializer serializer, byte[] bytes) => serializer.Deserialize<T>(new BinaryData(bytes));

    private static async Task Stored<T>(Database database, Silo silo, DocumentShapes.Shape shape, T sample)
    {
        var id = GrainId.Create(shape.Name, $"{shape.Name}:auto/golden");
        await silo.Documents.WriteStateAsync(shape.Name, id, new GrainState<T>(sample));
        var golden = File($"{shape.Name}.v{shape.Version}", null);
        Assert.Equal(Text(golden), Text((await database.First<byte[]>("SELECT PayloadBinary FROM OrleansStorage WHERE GrainTypeString = $1", static row => row.Bytes(0), Cancel, shape.Name))!));
        await database.Commit(new Unit().Do("UPDATE OrleansStorage SET PayloadBinary = $1 WHERE GrainTypeString = $2", golden, shape.Name), Cancel);
        var grain = new GrainState<T>();
        await silo.Documents.ReadStateAsync(shape.Name, id, grain);
        Assert.Equivalent(sample, grain.State, strict: true);
    }

    private static byte[] File(string name, byte[]? missing)
    {
        var path = Path.Combine(Folder, name + ".json");
        if (System.IO.File.Exists(path)) return System.IO.File.ReadAllBytes(path);
        if (missing is not null && Environment.GetEnvironmentVariable("MARKETPLACE_GOLDEN") == "write") System.IO.File.WriteAllBytes(Path.Combine(Source(), name + ".json"), missing);
        Assert.Fail($"There is no golden file {name}.json; of today's code it would hold: {Text(missing ?? [])}");
        return [];
    }

    private static string Source([CallerFilePath] string here = "") => Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(here)!, "Golden")).FullName;

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    private static MethodInfo Generic(string name, Type type) => typeof(Golden).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type);

    private static IEnumerable<Type> Listed(Type context) => context.GetCustomAttributesData()
        .Where(static one => one.AttributeType == typeof(JsonSerializableAttribute)).Select(static one => (Type)one.ConstructorArguments[0].Value!);

    /// <summary>A member at its default would be missing from the file's promise: a renamed one could pass unnoticed.</summary>
    private static void Filled(object? value, string path)
    {
        Assert.True(value is not null && value is not "" && value is not 0 && value is not 0L && value is not false && (value is not DateTimeOffset time || time != default), $"{path} is at its default");
        if (value is string or ValueType) return;
        if (value is IEnumerable list)
        {
            var items = list.Cast<object>().ToList();
            Assert.True(items.Count > 0, $"{path} is empty");
            foreach (var item in items.Where(static item => item is not byte && !item.GetType().IsGenericType)) Filled(item, path + "[]");
            return;
        }
        foreach (var member in value.GetType().GetProperties().Where(static member => member.CanWrite && member.GetCustomAttribute<JsonIgnoreAttribute>() is null))
            Filled(member.GetValue(value), $"{path}.{member.Name}");
    }
}
