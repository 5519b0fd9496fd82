using System.Text.Json;
using Marketplace.Contracts.Resources;
using Marketplace.Domain;
using Marketplace.Domain.Resources;

namespace Marketplace.Host.Seed;

/// <summary>Who serves the demo brain with freight, credit and people, as they say it themselves in the directories.</summary>
internal static class DemoDirectory
{
    private static readonly (string Person, string Service, string Offers, string Contact)[] entries =
    [
        ("carrier-shunlu", "logistics", "江北、渝北至遂宁、成都每日零担，4.2 米至 9.6 米厢车，回程可配货", "调度热线 023-0000 0101"),
        ("funder-jinqiao", "finance", "汽摩供应链应收保理，30 万元起，当日报价，次日放款", "客户经理 023-0000 0202"),
        ("lender-xinghe", "talent", "模具钳工、数控调机工短期借出，证书齐全", "人事 023-0000 0303"),
    ];

    /// <summary>Plants it; the same operation again is the same entry.</summary>
    public static async Task Plant(IGrainFactory grains)
    {
        foreach (var (person, service, offers, contact) in entries)
            (await grains.GetGrain<IResourceGrain>(Keys.Resource("auto", service, DirectoryEntry.Collection, "seed-entry"))
                .Do(DemoPeople.All.Single(one => one.Person.Person == person).Person.AsCaller("zh-CN", "seed-entry"), new ResourceOrder { Command = "enter", Input = JsonSerializer.Serialize(new { offers, contact }) })).Must();
    }
}
