namespace Marketplace.Tests.Apps.SeedGenerator;

/// <summary>The parts of an invented engine-parts supplier: families, materials and displacements as the trade knows them.</summary>
internal static class Parts
{
    internal sealed record Variant(string Id, string Code, string Name, string Family, string Material);

    private static readonly int[] Displacements = [110, 125, 150, 200, 250];

    public static IReadOnlyList<Variant> All { get; } =
    [
        .. Each("CC", "曲轴箱（左）", "crankcase", "ADC12", "L"),
        .. Each("CC", "曲轴箱（右）", "crankcase", "ADC12", "R"),
        .. Each("CH", "气缸头", "cylinderHead", "AC4B"),
        .. Each("CY", "气缸体", "cylinder", "ADC12"),
        .. Each("CR", "连杆", "connectingRod", "20CrMo"),
        .. Each("CS", "曲轴", "crankshaft", "40Cr"),
        .. Each("CM", "凸轮轴", "camshaft", "QT600-3").Take(4),
        .. Each("GP", "初级主动齿轮", "gear", "20CrMnTi").Take(4),
        .. Each("GS", "启动齿轮", "gear", "20CrMnTi").Skip(1).Take(2),
        .. Each("CV", "离合器盖", "clutchCover", "ADC12").Take(4),
        .. Each("WH", "轮毂", "wheelHub", "A356").Take(4),
    ];

    private static IEnumerable<Variant> Each(string prefix, string name, string family, string material, string side = "") =>
        Displacements.Select(d => new Variant($"{prefix}-{d}{side}".ToLowerInvariant(), $"{prefix}-{d}{side}", $"{d} {name}", family, material));

    public static IEnumerable<SeedRow> Rows() => All.Select(static (v, i) => new SeedRow(v.Id,
        ("code", v.Code), ("name", v.Name), ("family", v.Family), ("material", v.Material), ("drawing", $"TH{1000 + (i * 7)}-{v.Code[3..]}")));
}
