using Marketplace.Sandbox;
using Xunit;

namespace Marketplace.Tests.Unit.Sandbox;

public sealed class TypingsTests
{
    [Fact]
    public void The_printed_typings_are_fresh()
    {
        var path = Path.Combine(Repository.Root, "sdk", "js", "index.d.ts");
        var printed = TypingsPrinter.Print();
        if (Environment.GetEnvironmentVariable("PRINT") == "1") File.WriteAllText(path, printed);
        Assert.Equal(printed, File.ReadAllText(path));
    }

    [Fact]
    public async Task Every_printed_function_is_there()
    {
        foreach (var (name, part) in Marketplace.Sandbox.Capabilities.Context.Parts)
            foreach (var function in part.Functions)
                Assert.Equal("function", (await Runs.Result($"return typeof ctx.{name}.{function.Name};")).GetString());
        foreach (var function in Marketplace.Sandbox.Capabilities.Records.Entity.Functions)
            Assert.Equal("function", (await Runs.Result($"return typeof ctx.records.tag.{function.Name};")).GetString());
    }
}
