namespace Marketplace.Web.Freight;

/// <summary>Districts that a form offers, with the point that stands for each (its seat, to about a kilometre): an address within it is reckoned
/// from there. Codes after GB/T 2260.</summary>
internal static class FreightPlaces
{
    /// <summary>A district. Degrees in millionths.</summary>
    public sealed record District(string Code, string Chinese, string English, int Longitude, int Latitude);

    /// <summary>All of them, the nearest to the city's middle first.</summary>
    public static readonly IReadOnlyList<District> All =
    [
        new("500105", "重庆江北", "Jiangbei, Chongqing", 106574300, 29606500), new("500112", "重庆渝北", "Yubei, Chongqing", 106630800, 29718200),
        new("500107", "重庆九龙坡", "Jiulongpo, Chongqing", 106510700, 29502000), new("500106", "重庆沙坪坝", "Shapingba, Chongqing", 106457700, 29541100),
        new("500113", "重庆巴南", "Banan, Chongqing", 106540700, 29402400), new("500109", "重庆北碚", "Beibei, Chongqing", 106396000, 29805800),
        new("500120", "重庆璧山", "Bishan, Chongqing", 106227300, 29592000), new("500116", "重庆江津", "Jiangjin, Chongqing", 106259000, 29290000),
        new("500118", "重庆永川", "Yongchuan, Chongqing", 105927000, 29356000), new("500110", "重庆綦江", "Qijiang, Chongqing", 106651400, 29028100),
        new("500115", "重庆长寿", "Changshou, Chongqing", 107081600, 29858300), new("500102", "重庆涪陵", "Fuling, Chongqing", 107389800, 29703100),
        new("500101", "重庆万州", "Wanzhou, Chongqing", 108408600, 30807900), new("510903", "四川遂宁", "Suining, Sichuan", 105568400, 30525200),
        new("510104", "四川成都", "Chengdu, Sichuan", 104080900, 30657700),
    ];

    /// <summary>For a list to choose from.</summary>
    public static IReadOnlyList<(string Value, string Text)> Options(string culture) => [.. All.Select(one => (one.Code, culture == "zh-CN" ? one.Chinese : one.English))];

    /// <summary>A district by its code, or null.</summary>
    public static District? Find(string code) => All.FirstOrDefault(one => one.Code == code);

    /// <summary>What a division is called; one that is not here by its code.</summary>
    public static string Name(string code, string culture) => Find(code) is { } one ? culture == "zh-CN" ? one.Chinese : one.English : code;
}
