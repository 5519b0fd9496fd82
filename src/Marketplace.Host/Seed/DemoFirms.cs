using Marketplace.Contracts.Brains;
using Marketplace.Contracts.Catalogue;
using Marketplace.Contracts.Tenants;

namespace Marketplace.Host.Seed;

/// <summary>The demo's brains, firms and collections. Every name is made up.</summary>
internal static class DemoFirms
{
    /// <summary>Two sector brains.</summary>
    public static readonly IReadOnlyList<BrainFacts> Brains =
    [
        new() { Brain = "auto", Name = Words("汽摩产业大脑", "Auto and motorcycle brain"), Summary = Words("汽车摩托车零部件企业的共用平台", "The shared platform of car and motorcycle suppliers"), PriceCap = 100_000 },
        new() { Brain = "hardware", Name = Words("五金产业大脑", "Hardware brain"), Summary = Words("五金制品企业的共用平台", "The shared platform of hardware makers"), PriceCap = 100_000 },
    ];

    /// <summary>Firms of the two brains.</summary>
    public static readonly IReadOnlyList<TenantFacts> Firms =
    [
        Firm("hongyan", "auto", "鸿雁精密压铸厂", "Hongyan Die Casting", 86, "摩托车发动机箱体压铸与机加", "Die-cast and machined motorcycle crankcases"),
        Firm("qiaotou", "auto", "桥头机加工厂", "Qiaotou Machining", 42, "连杆、齿轮机加工", "Machined connecting rods and gears"),
        Firm("lanling", "hardware", "岚岭五金制品厂", "Lanling Hardware", 35, "紧固件与冲压件", "Fasteners and stampings"),
        Firm("wanjiang", "auto", "万江动力", "Wanjiang Power", 2600, "摩托车发动机整机", "Motorcycle engines"),
        Firm("shunlu", "auto", "顺路货运", "Shunlu Freight", 60, "零担与整车运输", "Part and full load haulage"),
        Firm("jinqiao", "auto", "金桥保理", "Jinqiao Factoring", 45, "应收账款保理", "Factoring of receivables"),
        Firm("xinghe", "auto", "星河模具厂", "Xinghe Tooling", 120, "压铸模具", "Die-casting tools"),
    ];

    /// <summary>Codes of the machines on each demo shop floor; the last three lie, lag and drop on purpose.</summary>
    public static readonly IReadOnlyList<string> Machines = [.. Enumerable.Range(1, 12).Select(n => $"M-{n:D2}")];

    /// <summary>Firms with machines of their own.</summary>
    public static readonly IReadOnlyList<string> ShopFloors = ["hongyan", "qiaotou"];

    /// <summary>The operator's first row.</summary>
    public static readonly CollectionFacts Collection = new()
    {
        Id = "die-casting-start", Name = Words("压铸厂起步包", "Die-casting starter"), Apps = ["auto/tag-to-parameter", "auto/piecework", "auto/delivery", "auto/spc", "auto/oee", "auto/energy"],
    };

    private static TenantFacts Firm(string tenant, string brain, string zh, string en, int people, string tradeZh, string tradeEn) => new()
    {
        District = tenant is "hongyan" or "xinghe" ? Words("北岸区（示例）", "North Bank (example)") : Words("南岸区（示例）", "South Bank (example)"),
        Tenant = tenant, Brains = [brain], Name = Words(zh, en), People = people, Trade = Words(tradeZh, tradeEn),
    };

    private static Dictionary<string, string> Words(string zh, string en) => new(StringComparer.Ordinal) { ["zh-CN"] = zh, ["en"] = en };
}
