using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Finance;
using Marketplace.Domain.Logistics;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Talent;
using Xunit;

namespace Marketplace.Tests.Unit.Resources;

/// <summary>Who enters a directory, what is shown of it, and that a firm is in it once and only while it wants to be.</summary>
public sealed class DirectoryTests
{
    private const string Entry = """{"offers":" Lanes to Chengdu ","contact":"dispatch"}""";
    private static readonly DateTimeOffset now = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);
    private readonly ResourceBook book = new(new LogisticsService());
    private int operations;

    [Fact]
    public void Who_serves_enters_each_directory_and_nobody_else()
    {
        foreach (var (service, serves) in new (IResourceService, string)[] { (new LogisticsService(), Roles.Carrier), (new FinanceService(), Roles.Funder), (new TalentService(), Roles.Lender) })
        {
            var own = new ResourceBook(service);
            foreach (var role in (string[])[Roles.Owner, Roles.Chain, Roles.Carrier, Roles.Funder, Roles.Lender, Roles.Worker])
                Assert.Equal(role == serves ? null : Codes.RoleMissing, Do(own, $"firm-{role.ToLowerInvariant()}", role, $"of-{role.ToLowerInvariant()}", "enter", Entry).Refusal?.Code);
        }
        Assert.Equal(Codes.RoleMissing, Do(book, "", Roles.Operator, "desk", "enter", Entry).Refusal?.Code);
    }

    [Fact]
    public void A_firm_is_in_it_once_says_what_it_likes_and_leaves_when_it_likes()
    {
        Assert.True(Do(book, "shunlu", Roles.Carrier, "one", "enter", Entry).Ok);
        Assert.Equal(Codes.ConflictUnique, Do(book, "shunlu", Roles.Carrier, "two", "enter", Entry).Refusal?.Code);
        Assert.True(Do(book, "other", Roles.Carrier, "three", "enter", Entry).Ok);
        var shown = ResourceRules.View(new LogisticsService(), book.Find(DirectoryEntry.Collection, "one")!, new ResourceViewer("hongyan", "someone", [Roles.Owner]));
        Assert.Equal("""{"firm":"shunlu","offers":"Lanes to Chengdu","contact":"dispatch"}""", shown.ToJsonString());
        Assert.Equal(Codes.RoleMissing, Do(book, "other", Roles.Carrier, "one", "amend", Entry).Refusal?.Code);
        Assert.Equal(Codes.RoleMissing, Do(book, "other", Roles.Carrier, "one", "withdraw", "{}").Refusal?.Code);
        Assert.True(Do(book, "shunlu", Roles.Carrier, "one", "amend", """{"offers":"Return loads","contact":"dispatch"}""").Ok);
        Assert.True(Do(book, "shunlu", Roles.Carrier, "one", "withdraw", "{}").Ok);
        Assert.False(book.Find(DirectoryEntry.Collection, "one")!.Open);
        Assert.Equal(Codes.ConflictState, Do(book, "shunlu", Roles.Carrier, "one", "amend", Entry).Refusal?.Code);
        Assert.True(Do(book, "shunlu", Roles.Carrier, "four", "enter", Entry).Ok);
    }

    [Fact]
    public void The_operator_takes_an_entry_out_and_nobody_is_listed_where_the_service_is_off()
    {
        Assert.True(Do(book, "shunlu", Roles.Carrier, "one", "enter", Entry).Ok);
        Assert.Equal(Codes.RoleMissing, Do(book, "", Roles.Operator, "one", "amend", Entry).Refusal?.Code);
        Assert.True(Do(book, "", Roles.Operator, "one", "withdraw", "{}").Ok);
        book.Policy = book.Policy with { Mode = ResourcePolicy.Off };
        Assert.Equal(Codes.ResourceOff, Do(book, "shunlu", Roles.Carrier, "two", "enter", Entry).Refusal?.Code);
    }

    [Theory]
    [InlineData("""{"offers":"  ","contact":"x"}""", "/offers")]
    [InlineData("""{"offers":"x","contact":""}""", "/contact")]
    [InlineData("""{"offers":"x"}""", "/contact")]
    [InlineData("""{"offers":"x","contact":"y","firm":"other"}""", "/firm")]
    public void What_is_wrong_is_named_with_its_place(string input, string pointer) =>
        Assert.Equal((Codes.InputInvalid, pointer), Do(book, "shunlu", Roles.Carrier, "one", "enter", input) is { Refusal: { } no } ? (no.Code, no.Facts["pointer"]) : default);

    private Answer<Resource> Do(ResourceBook into, string firm, string role, string id, string command, string input) => into.Do(
        new ResourceCommand { On = new(DirectoryEntry.Collection, id), Name = command, Tenant = firm, Roles = [role], Operation = $"op-{++operations}", Input = JsonElement.Parse(input) }, now);
}
