using Marketplace.Contracts.Accounts;
using Marketplace.Domain;

namespace Marketplace.Host.Seed;

/// <summary>The demo's people: roles in plainly fictional firms. Tokens work in Development from loopback only.</summary>
internal static class DemoPeople
{
    /// <summary>A person, and what the seed gives them: a development token, a PIN of a badge, a page of their own.</summary>
    public sealed record Entry(PersonFacts Person, string Token = "", string Pin = "");

    /// <summary>Everyone.</summary>
    public static readonly IReadOnlyList<Entry> All =
    [
        .. Firm("hongyan", "auto", "鸿雁压铸", "Hongyan", "HY", "mkt_dev_sme", "mkt_dev_leader", "mkt_dev_worker", "mkt_dev_worker2"),
        .. Firm("qiaotou", "auto", "桥头机加", "Qiaotou", "QT", "mkt_dev_sme2", "", ""),
        .. Firm("lanling", "hardware", "岚岭五金", "Lanling", "LL", "mkt_dev_hardware", "", ""),
        new(Of("isv-zhixing", "", "", "知行软件·发布者", "Zhixing Software · Publisher", [Roles.Isv],
            publishers: ["demo", "auto", "chuanyu", "jialing-soft"]), "mkt_dev_isv"),
        new(Of("operator-auto", "", "auto", "汽摩大脑·运营", "Auto brain · Operator", [Roles.Operator]), "mkt_dev_operator"),
        new(Of("operator-hardware", "", "hardware", "五金大脑·运营", "Hardware brain · Operator", [Roles.Operator]), "mkt_dev_operator2"),
        new(Of("chain-wanjiang", "wanjiang", "auto", "万江动力·采购", "Wanjiang Power · Buyer", [Roles.Chain]), "mkt_dev_chain"),
        new(Of("carrier-shunlu", "shunlu", "auto", "顺路货运·调度", "Shunlu Freight · Dispatcher", [Roles.Carrier]), "mkt_dev_carrier"),
        new(Of("driver-shunlu", "shunlu", "auto", "顺路货运·司机", "Shunlu Freight · Driver", [Roles.Driver]), "mkt_dev_driver"),
        new(Of("funder-jinqiao", "jinqiao", "auto", "金桥保理·客户经理", "Jinqiao Factoring · Account officer", [Roles.Funder]), "mkt_dev_funder"),
        new(Of("lender-xinghe", "xinghe", "auto", "星河模具·人事", "Xinghe Tooling · Personnel", [Roles.Lender]), "mkt_dev_lender"),
        new(Of("xinghe-worker-1", "xinghe", "auto", "星河模具·调模工", "Xinghe Tooling · Tool setter", [Roles.Worker], "XH-101"), "mkt_dev_setter", "3003"),
        new(Of("xinghe-worker-2", "xinghe", "auto", "星河模具·叉车工", "Xinghe Tooling · Forklift driver", [Roles.Worker], "XH-102"), "mkt_dev_forklift", "4004"),
        new(Of("analyst-auto", "", "auto", "汽摩产业·分析员", "Auto industry · Analyst", [Roles.Analyst]), "mkt_dev_analyst"),
    ];

    /// <summary>Development token to person.</summary>
    public static readonly IReadOnlyDictionary<string, string> Tokens =
        All.Where(e => e.Token.Length > 0).ToDictionary(e => e.Token, e => e.Person.Person, StringComparer.Ordinal);

    private static IEnumerable<Entry> Firm(
        string tenant, string brain, string zh, string en, string badge, string owner, string leader, string worker, string second = "") =>
    [
        new(Of($"{tenant}-owner", tenant, brain, $"{zh}·厂长", $"{en} · Owner", [Roles.Owner], $"{badge}-001"), owner, "1001"),
        new(Of($"{tenant}-leader", tenant, brain, $"{zh}·班组长", $"{en} · Team leader", [Roles.Leader], $"{badge}-002"), leader, "2002"),
        new(Of($"{tenant}-worker-1", tenant, brain, $"{zh}·操作工甲", $"{en} · Worker A", [Roles.Worker], $"{badge}-101"), worker, "3003"),
        new(Of($"{tenant}-worker-2", tenant, brain, $"{zh}·操作工乙", $"{en} · Worker B", [Roles.Worker], $"{badge}-102"), second, "4004"),
    ];

    private static PersonFacts Of(
        string id, string tenant, string brain, string zh, string en, IReadOnlyList<string> roles, string badge = "", IReadOnlyList<string>? publishers = null) => new()
        {
            Person = id, Tenant = tenant, Brain = brain, Roles = roles, Badge = badge, Publishers = publishers ?? [],
            Name = new Dictionary<string, string>(StringComparer.Ordinal) { ["zh-CN"] = zh, ["en"] = en },
        };
}
