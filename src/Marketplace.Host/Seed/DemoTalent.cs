using System.Globalization;
using Marketplace.Contracts.Resources;
using Marketplace.Domain;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Talent;

namespace Marketplace.Host.Seed;

/// <summary>What the demo has of shared work: two people of the tooling firm with verified papers, and a foundry that asks for a tool setter.</summary>
internal sealed class DemoTalent(IGrainFactory grains, DateTimeOffset now)
{
    private const string Site = """{"name":"鸿雁精密压铸厂 二车间","lat":29.6066,"lon":106.5744}""";

    /// <summary>Plants it; a second time changes nothing.</summary>
    public async Task Plant()
    {
        await Paper("xinghe-worker-1", "调模工（示例）", SkillCert.Contract, 700);
        await Paper("xinghe-worker-1", "调模工（示例）", "toolSetter", 300);
        await Paper("xinghe-worker-2", "叉车工（示例）", SkillCert.Contract, 700);
        await Paper("xinghe-worker-2", "叉车工（示例）", "forklift", 45);
        await Do(new Hand("hongyan", "hongyan-owner", Roles.Owner), TalentCollections.Requests, "seed-request", "post",
            $$"""{"post":"压铸模调模工","needs":["toolSetter"],"people":1,"from":"{{Day(1)}}","until":"{{Day(21)}}","site":{{Site}},"answerBy":"{{Day(5)}}"}""");
    }

    private async Task Paper(string worker, string name, string kind, int days)
    {
        var id = $"seed-{worker}-{kind}".ToLowerInvariant();
        await Do(new Hand("xinghe", "lender-xinghe", Roles.Lender), TalentCollections.Certificates, id, "submit",
            $$"""{"worker":"{{worker}}","name":"{{name}}","kind":"{{kind}}","number":"示例-{{kind}}","from":"{{Day(-60)}}","until":"{{Day(days)}}"}""");
        await Do(new Hand("", "operator-auto", Roles.Operator), TalentCollections.Certificates, id, "verify", "{}");
    }

    private sealed record Hand(string Tenant, string Actor, string Role);

    /// <summary>A start that comes after one that was broken off on another day asks with other dates: what was done stays.</summary>
    private async Task Do(Hand hand, string collection, string id, string command, string input)
    {
        var caller = new Caller { Tenant = hand.Tenant, Brain = "auto", Actor = hand.Actor, Roles = [hand.Role], Operation = $"{id}-{command}" };
        var done = await grains.GetGrain<IResourceGrain>(Keys.Resource("auto", "talent", collection, id)).Do(caller, new ResourceOrder { Command = command, Input = input });
        if (done.Refusal is { Code: not Codes.OperationMismatch }) done.Must();
    }

    private string Day(int days) => ResourcePolicy.Today(now).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T08:00:00+08:00";
}
