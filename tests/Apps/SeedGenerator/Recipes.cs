using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Tests.Apps.SeedGenerator;

/// <summary>Recipe versions for every family on the machines that make it, with the rules that lead to them.</summary>
internal static class Recipes
{
    internal sealed record Parameter(string Name, decimal Target, decimal Tolerance, string Unit)
    {
        public string Text(decimal value) => value.ToString("0.######", CultureInfo.InvariantCulture);
        public Parameter By(decimal factor) => this with { Target = decimal.Round(Target * factor, 2) };
    }

    internal sealed record Version(string Code, int Number, string Name, string Class, string Status, string Effective, IReadOnlyList<Parameter> Parameters)
    {
        public string Id => $"{Code}-v{Number}".ToLowerInvariant();
    }

    internal sealed record Rule(int Priority, string Class, string? Family, string? Variant, string Code);

    private const string Author = "工艺·何川";
    private const string Approver = "质量·袁梅";

    private static readonly Dictionary<string, (string Word, string Short, Parameter[] Parameters)> Work = new()
    {
        ["machiningCentre"] = ("精铣", "MC", [new("主轴转速", 6000, 50, "r/min"), new("进给速度", 1200, 20, "mm/min"),
            new("切削深度", 0.8m, 0.05m, "mm"), new("冷却液压力", 2, 0.1m, "MPa"), new("夹紧力", 12, 0.5m, "kN")]),
        ["lathe"] = ("车削", "LA", [new("主轴转速", 1600, 20, "r/min"), new("进给量", 0.12m, 0.02m, "mm/r"),
            new("切削深度", 0.5m, 0.03m, "mm"), new("尾座顶紧力", 3, 0.2m, "kN")]),
        ["dieCasting"] = ("压铸", "DC", [new("压射速度", 2.4m, 0.1m, "m/s"), new("增压压力", 80, 2, "MPa"),
            new("铝液温度", 660, 5, "℃"), new("模具温度", 220, 5, "℃"), new("留模时间", 12, 0.5m, "s")]),
        ["grinder"] = ("磨削", "GR", [new("砂轮线速度", 35, 0.5m, "m/s"), new("工件转速", 120, 2, "r/min"),
            new("磨削进给", 0.02m, 0.01m, "mm"), new("光磨时间", 4, 0.5m, "s")]),
        ["gearHobbing"] = ("滚齿", "GH", [new("滚刀转速", 320, 5, "r/min"), new("轴向进给", 2, 0.05m, "mm/r"), new("切削深度", 4.5m, 0.02m, "mm")]),
        ["honing"] = ("珩磨", "HO", [new("主轴转速", 180, 5, "r/min"), new("往复速度", 18, 0.5m, "m/min"), new("珩磨压力", 1.2m, 0.05m, "MPa")]),
    };

    private static readonly (string Family, string Prefix, string Name, decimal Factor, string[] Classes)[] Routes =
    [
        ("crankcase", "CC", "曲轴箱", 1m, ["dieCasting", "machiningCentre"]),
        ("cylinderHead", "CH", "气缸头", 1.05m, ["machiningCentre"]),
        ("cylinder", "CY", "气缸体", 0.98m, ["dieCasting", "honing"]),
        ("connectingRod", "CR", "连杆", 0.9m, ["machiningCentre", "grinder"]),
        ("crankshaft", "CS", "曲轴", 0.85m, ["lathe", "grinder"]),
        ("camshaft", "CM", "凸轮轴", 0.95m, ["lathe", "grinder"]),
        ("gear", "GE", "齿轮", 1m, ["lathe", "gearHobbing", "grinder"]),
        ("clutchCover", "CV", "离合器盖", 1.02m, ["dieCasting", "machiningCentre"]),
        ("wheelHub", "WH", "轮毂", 0.92m, ["dieCasting", "lathe"]),
    ];

    public static IReadOnlyList<Version> Versions { get; } = [.. Family(), .. Special()];

    public static IReadOnlyList<Rule> Rules { get; } =
    [
        .. from route in Routes from c in route.Classes select new Rule(100, c, route.Family, null, $"{route.Prefix}-{Work[c].Short}"),
        new(200, "machiningCentre", null, "ch-250", "CH-250-MC"),
        new(200, "machiningCentre", null, "cc-250l", "CC-250-MC"),
        new(200, "machiningCentre", null, "cc-250r", "CC-250-MC"),
        new(200, "dieCasting", null, "cc-250l", "CC-250-DC"),
        new(200, "dieCasting", null, "cc-250r", "CC-250-DC"),
        new(100, "machiningCentre", "wheelHub", null, "WH-MC"),
    ];

    private static IEnumerable<Version> Family() =>
        from route in Routes
        from c in route.Classes
        let work = Work[c]
        select new Version($"{route.Prefix}-{work.Short}", 1, route.Name + work.Word, c, "approved", "2025-03-03", By(work.Parameters, route.Factor));

    private static IEnumerable<Version> Special()
    {
        var milling = Work["machiningCentre"].Parameters;
        // 12,000 r/min: within reach of M-01, beyond M-02.
        yield return new("CH-250-MC", 1, "250 气缸头高速精铣", "machiningCentre", "approved", "2025-03-03",
            [milling[0] with { Target = 12000, Tolerance = 100 }, .. milling[1..]]);
        yield return new("CC-250-MC", 1, "250 曲轴箱精铣", "machiningCentre", "approved", "2025-03-03", By(milling, 0.8m));
        var casting = Work["dieCasting"].Parameters;
        yield return new("CC-250-DC", 1, "250 曲轴箱压铸", "dieCasting", "approved", "2025-03-03", [.. By(casting[..2], 1.1m), .. casting[2..]]);
        yield return new("CC-MC", 2, "曲轴箱精铣", "machiningCentre", "approved", "2025-09-01",
            [milling[0] with { Target = 6300 }, milling[1] with { Target = 1260 }, .. milling[2..]]);
        yield return new("CC-MC", 3, "曲轴箱精铣", "machiningCentre", "draft", "2026-11-02",
            [milling[0] with { Target = 6600 }, milling[1] with { Target = 1320 }, .. milling[2..]]);
        yield return new("WH-MC", 1, "轮毂精铣", "machiningCentre", "retired", "2025-03-03", By(milling, 0.7m));
    }

    private static Parameter[] By(Parameter[] parameters, decimal factor) => [.. parameters.Select(p => p.Target >= 1 ? p.By(factor) : p)];

    public static IEnumerable<SeedRow> Rows() => Versions.Select(static v => new SeedRow(v.Id,
        ("code", v.Code), ("number", v.Number), ("title", $"{v.Code} v{v.Number} {v.Name}"), ("name", v.Name), ("machineClass", v.Class),
        ("status", v.Status), ("priority", 100), ("effective", v.Effective), ("author", Author), ("authors", new[] { Author }),
        ("approvedBy", v.Status == "draft" ? null : Approver), ("approvedAt", v.Status == "draft" ? null : v.Effective + "T01:30:00.000Z"),
        ("retiredBy", v.Status == "retired" ? Approver : null), ("retiredAt", v.Status == "retired" ? "2025-11-03T02:00:00.000Z" : null),
        ("fingerprint", v.Status == "draft" ? null : Fingerprint(v.Parameters))));

    public static IEnumerable<SeedRow> Parameters() =>
        from v in Versions
        from p in v.Parameters.Select(static (p, i) => (p, i))
        select new SeedRow($"{v.Id}-{p.i + 1}", ("recipe", SeedRow.Ref("recipe", v.Id)), ("seq", p.i + 1), ("name", p.p.Name),
            ("target", p.p.Text(p.p.Target)), ("lsl", p.p.Text(p.p.Target - p.p.Tolerance)), ("usl", p.p.Text(p.p.Target + p.p.Tolerance)), ("unit", p.p.Unit));

    public static IEnumerable<SeedRow> RuleRows() => Rules.Select(static (r, i) => new SeedRow($"rule-{i + 1}",
        ("priority", r.Priority), ("machineClass", r.Class), ("family", r.Family),
        ("variant", r.Variant is null ? null : SeedRow.Ref("variant", r.Variant)), ("recipeCode", r.Code)));

    /// <summary>What the app's approval writes: SHA-256 over the parameters in the order of their names.</summary>
    private static string Fingerprint(IEnumerable<Parameter> parameters)
    {
        var rows = parameters
            .Select(static p => string.Join('|', p.Name, p.Text(p.Target), p.Text(p.Target - p.Tolerance), p.Text(p.Target + p.Tolerance), p.Unit))
            .Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows))));
    }
}
