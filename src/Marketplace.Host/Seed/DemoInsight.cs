using System.Globalization;
using System.Text;
using Marketplace.Contracts.Installs;
using Marketplace.Contracts.Tenants;
using Marketplace.Domain;
using Marketplace.Domain.Installs;
using Marketplace.Storage;
using Marketplace.Storage.Insight;

namespace Marketplace.Host.Seed;

/// <summary>What eleven made-up firms gave to the car brain in the last months, so that its indices show something: one district has enough firms to
/// be shown, two have too few, and together they are enough that nobody can be told by subtraction.</summary>
internal sealed class DemoInsight(IGrainFactory grains, Database store)
{
    private const int Months = 7;

    private static readonly (string Tenant, string Zh, string En, string DistrictZh, string DistrictEn)[] firms =
    [
        ("shili-1", "示例一号压铸（虚构）", "Example One Casting (made up)", "北岸区（示例）", "North Bank (example)"), ("shili-2", "示例二号机加（虚构）", "Example Two Machining (made up)", "北岸区（示例）", "North Bank (example)"),
        ("shili-3", "示例三号齿轮（虚构）", "Example Three Gears (made up)", "北岸区（示例）", "North Bank (example)"), ("shili-4", "示例四号冲压（虚构）", "Example Four Stamping (made up)", "北岸区（示例）", "North Bank (example)"),
        ("shili-5", "示例五号曲轴（虚构）", "Example Five Cranks (made up)", "北岸区（示例）", "North Bank (example)"), ("shili-6", "示例六号轮毂（虚构）", "Example Six Wheels (made up)", "北岸区（示例）", "North Bank (example)"),
        ("shili-7", "示例七号缸体（虚构）", "Example Seven Cylinders (made up)", "南岸区（示例）", "South Bank (example)"), ("shili-8", "示例八号连杆（虚构）", "Example Eight Rods (made up)", "南岸区（示例）", "South Bank (example)"),
        ("shili-9", "示例九号离合（虚构）", "Example Nine Clutches (made up)", "南岸区（示例）", "South Bank (example)"), ("shili-10", "示例十号紧固（虚构）", "Example Ten Fasteners (made up)", "东山区（示例）", "East Hill (example)"),
        ("shili-11", "示例十一号涂装（虚构）", "Example Eleven Coating (made up)", "东山区（示例）", "East Hill (example)"),
    ];

    /// <summary>What is given by which app, and by how many of the firms.</summary>
    private static readonly (string Dataset, string App, int Firms)[] given =
        [("machine.utilisation", "auto/oee", 11), ("delivery.onTime", "auto/delivery", 11), ("energy.perOutput", "auto/energy", 11), ("workOrder.onTime", "auto/piecework", 6), ("scan.match", "auto/tag-to-parameter", 6)];

    /// <summary>Plants what is missing; the firms come in through the doors of all firms, side by side, and their figures in one commit.</summary>
    public async Task Plant()
    {
        var (now, today) = (store.Time.GetUtcNow(), Domain.Resources.ResourcePolicy.Today(store.Time.GetUtcNow()));
        await Task.WhenAll(firms.Select(async firm => (await grains.GetGrain<ITenantGrain>(Keys.Tenant(firm.Tenant)).Found(Caller.System(firm.Tenant), Facts(firm))).Must()));
        await Task.WhenAll(given.SelectMany(static one => firms.Take(one.Firms).Select(firm => (firm.Tenant, one.App))).Select(async install =>
            (await grains.GetGrain<IInstallGrain>(Keys.Install(install.Tenant, install.App))
                .Install(Caller.System(install.Tenant, "auto", $"seed-install-{install.App}"), new InstallOrder { App = install.App, AllGrants = true, SampleData = false })).Must()));
        var first = new DateOnly(today.Year, today.Month, 1);
        if ((await ShareFacts.Month(store, "auto", given[0].Dataset, Name(first.AddMonths(-1)))).Any(static row => row.Tenant == firms[0].Tenant)) return;
        var unit = new Unit();
        for (var at = 0; at < firms.Length; at++)
            for (var back = 1; back <= Months; back++)
                foreach (var (dataset, app, most) in given)
                {
                    if (at >= most) continue;
                    var month = Name(first.AddMonths(-back));
                    var call = $"0-seed-{month}-{dataset.Replace('.', '-')}";
                    ShareFacts.Send(unit, new SharedRow
                    {
                        Tenant = firms[at].Tenant, Id = $"{call}-1", App = app, Install = app, Brain = "auto", Version = "1.0.0", Dataset = dataset, Purpose = "index", Month = month, Invocation = call,
                        Actor = "trigger:schedule", At = now, Body = Encoding.UTF8.GetBytes(Record(dataset, month, at, back)),
                    });
                }
        if (await store.Commit(unit) is { Ok: false } no) throw new InvalidOperationException($"The demo's shared figures were not taken: {no.Conflict}.");
    }

    /// <summary>Plausible figures of a firm: each has its own level and moves a little from month to month.</summary>
    private static string Record(string dataset, string month, int at, int back)
    {
        var (size, level) = (6 + at * 5 % 11, (at * 7 + back * 3) % 10);
        return dataset switch
        {
            "machine.utilisation" => Json("ran", "planned", size * 79_200_000L * (62 + level * 2) / 100, size * 79_200_000L),
            "scan.match" => Json("matched", "scans", size * 400 * (90 + level) / 100, size * 400),
            "delivery.onTime" or "workOrder.onTime" => Json("onTime", "due", size * 20 * (88 + level) / 100, size * 20),
            _ => Json("kwh", "pieces", size * 3_000L * (41 + level * 3) / 100, size * 3_000L),
        };

        string Json(string part, string whole, long one, long other) => $$"""{"month":"{{month}}","{{part}}":{{one}},"{{whole}}":{{other}}}""";
    }

    private static string Name(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static TenantFacts Facts((string Tenant, string Zh, string En, string DistrictZh, string DistrictEn) firm) => new()
    {
        Tenant = firm.Tenant, Brains = ["auto"], People = 60, Name = Words(firm.Zh, firm.En), District = Words(firm.DistrictZh, firm.DistrictEn), Trade = Words("汽摩零部件", "Parts of cars and motorcycles"),
    };

    private static Dictionary<string, string> Words(string zh, string en) => new(StringComparer.Ordinal) { ["zh-CN"] = zh, ["en"] = en };
}
