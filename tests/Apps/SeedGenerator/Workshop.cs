namespace Marketplace.Tests.Apps.SeedGenerator;

/// <summary>Twelve machines and what each can do. The last three are for showing: they misreport, answer late, or stay silent.</summary>
internal static class Workshop
{
    internal sealed record Reach(string Parameter, string Unit, string Min, string Max, string Resolution);

    internal sealed record Machine(string Code, string Name, string Class, params Reach[] Reaches);

    private static Reach Speed(string max, string min = "50") => new("主轴转速", "r/min", min, max, "1");

    private static Reach[] Milling(string maxSpeed) =>
    [
        Speed(maxSpeed), new("进给速度", "mm/min", "1", "12000", "1"), new("切削深度", "mm", "0.01", "6", "0.01"),
        new("冷却液压力", "MPa", "0.2", "4", "0.05"), new("夹紧力", "kN", "1", "25", "0.1"),
    ];

    private static Reach[] Turning(string maxSpeed) =>
    [
        Speed(maxSpeed), new("进给量", "mm/r", "0.01", "2", "0.01"), new("切削深度", "mm", "0.01", "5", "0.01"),
        new("尾座顶紧力", "kN", "0.5", "10", "0.1"),
    ];

    private static Reach[] Casting(string maxPressure) =>
    [
        new("压射速度", "m/s", "0.1", "6", "0.01"), new("增压压力", "MPa", "20", maxPressure, "0.5"),
        new("铝液温度", "℃", "600", "720", "1"), new("模具温度", "℃", "120", "300", "1"), new("留模时间", "s", "1", "60", "0.1"),
    ];

    public static IReadOnlyList<Machine> All { get; } =
    [
        new("M-01", "立式加工中心 VMC-850", "machiningCentre", Milling("15000")),
        new("M-02", "钻攻中心 TC-500", "machiningCentre", Milling("8000")),
        new("M-03", "数控车床 CK-6140", "lathe", Turning("2500")),
        new("M-04", "数控车床 CK-6150", "lathe", Turning("2000")),
        new("M-05", "冷室压铸机 DC-800", "dieCasting", Casting("110")),
        new("M-06", "冷室压铸机 DC-1250", "dieCasting", Casting("120")),
        new("M-07", "外圆磨床 MK-1320", "grinder",
            new("砂轮线速度", "m/s", "10", "45", "0.1"), new("工件转速", "r/min", "20", "300", "1"),
            new("磨削进给", "mm", "0.01", "0.2", "0.01"), new("光磨时间", "s", "0", "30", "0.1")),
        new("M-08", "数控滚齿机 YK-3120", "gearHobbing",
            new("滚刀转速", "r/min", "60", "600", "1"), new("轴向进给", "mm/r", "0.2", "6", "0.01"), new("切削深度", "mm", "0.1", "12", "0.01")),
        new("M-09", "立式珩磨机 MB-4215", "honing",
            Speed("400", "20"), new("往复速度", "m/min", "2", "30", "0.1"), new("珩磨压力", "MPa", "0.2", "3", "0.05")),
        new("M-10", "演示机床·回读偏差", "machiningCentre", Milling("15000")),
        new("M-11", "演示机床·回读迟到", "machiningCentre", Milling("15000")),
        new("M-12", "演示机床·不回读", "machiningCentre", Milling("15000")),
    ];

    public static IEnumerable<SeedRow> Machines() => All.Select(static m => new SeedRow(Id(m.Code),
        ("code", m.Code), ("name", m.Name), ("machineClass", m.Class)));

    public static IEnumerable<SeedRow> Envelopes() =>
        from machine in All
        from reach in machine.Reaches.Select(static (r, i) => (r, i))
        select new SeedRow($"{Id(machine.Code)}-{reach.i + 1}",
            ("machine", SeedRow.Ref("machine", Id(machine.Code))), ("parameter", reach.r.Parameter),
            ("min", reach.r.Min), ("max", reach.r.Max), ("resolution", reach.r.Resolution), ("unit", reach.r.Unit));

    private static string Id(string code) => code.ToLowerInvariant();
}
