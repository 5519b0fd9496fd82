namespace Marketplace.Tests.Apps.SeedGenerator;

/// <summary>Tags in both coded forms. The numbers stand under GS1 prefix 952, which is kept for examples and belongs to nobody.</summary>
internal static class Tags
{
    private const int EachForm = 150;

    public static IEnumerable<SeedRow> Rows()
    {
        yield return new SeedRow("demo-green", ("code", "DEMO-GREEN"), ("scheme", "demo"), ("variant", SeedRow.Ref("variant", "cc-125l")), ("lot", "DEMO"));
        yield return new SeedRow("demo-envelope", ("code", "DEMO-ENVELOPE"), ("scheme", "demo"), ("variant", SeedRow.Ref("variant", "ch-250")), ("lot", "DEMO"));
        for (var i = 0; i < EachForm * 2; i++)
        {
            var at = i % Parts.All.Count;
            var (gs1, gtin, lot, serial) = (i < EachForm, Gtin(at), $"L26{1 + (i / 50):D2}{(char)('A' + (i % 3))}", $"{100001 + (i * 17)}");
            yield return new SeedRow($"t{i + 1:D3}",
                ("code", gs1 ? $"https://id.gs1.org/01/{gtin}/10/{lot}/21/{serial}" : $"(01){gtin}(10){lot}(21){serial}"),
                ("scheme", gs1 ? "gs1" : "gbt32007"), ("item", gtin), ("variant", SeedRow.Ref("variant", Parts.All[at].Id)),
                ("lot", lot), ("serial", serial));
        }
    }

    private static string Gtin(int variant)
    {
        var body = $"09527001{variant + 1:D5}";
        var sum = 0;
        for (var i = 0; i < body.Length; i++) sum += (body[^(i + 1)] - '0') * (i % 2 == 0 ? 3 : 1);
        return body + ((10 - (sum % 10)) % 10);
    }
}
