using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Marketplace.Tests.Apps.TagToParameter.Scans;

/// <summary>A parameter of a recipe as process engineering wrote it.</summary>
internal sealed record Parameter(string Name, decimal Target, decimal Lsl, decimal Usl, string Unit);

/// <summary>A version of a recipe and its place in the firm's records.</summary>
internal sealed record Version(string Id, string Code, int Number, string Status, string Effective, IReadOnlyList<Parameter> Parameters);

/// <summary>A generated workshop: one part, two machines of one class, recipes good and bad, envelopes good and bad.</summary>
internal sealed class World
{
    public const string Today = "2026-06-01";
    private static readonly string[] names = ["spindleSpeed", "主轴转速", "feed", "压力", "temp"];
    private readonly Dice dice;
    private readonly List<(string Entity, JsonObject Body)> records = [];

    public World(Dice dice)
    {
        this.dice = dice;
        Add("variant", new JsonObject { ["id"] = "v1", ["code"] = "V-1", ["name"] = "part", ["family"] = "gear", ["material"] = "20CrMnTi" });
        foreach (var machine in Machines)
            Add("machine", new JsonObject { ["id"] = machine.ToLowerInvariant(), ["code"] = machine, ["name"] = machine, ["machineClass"] = "gearHobbing" });
        Add("tag", new JsonObject { ["id"] = "t1", ["code"] = Tag, ["scheme"] = "gs1", ["variant"] = dice.In(60) ? "gone" : "v1" });
        Rules();
        for (var i = 0; i < dice.Of(1, 1, 2, 2, 3, 0); i++) AddVersion(i);
        foreach (var machine in Machines) Envelopes(machine);
    }

    /// <summary>The tag as it is stored.</summary>
    public const string Tag = "https://id.gs1.org/01/09506000134352/10/L1/21/S1";

    public static readonly string[] Machines = ["M-1", "M-2"];

    public IReadOnlyList<(string Entity, JsonObject Body)> Records => records;

    public List<Version> Versions { get; } = [];

    /// <summary>The step in which a machine really holds a parameter, by machine and parameter.</summary>
    public Dictionary<(string Machine, string Parameter), decimal> Steps { get; } = [];

    /// <summary>The tag as a scanner may hand it over, or something that is no tag of the firm.</summary>
    public string Scanned() => dice.Between(0, 24) switch
    {
        0 => "https://id.gs1.org/01/09506000134353/10/L1/21/S1",
        1 => "(01)09506000134352(10)L9(21)S9",
        2 => "nothing known",
        3 => "  " + Tag + " ",
        4 => "http://tags.example.cn/a/b/01/09506000134352/10/L1/21/S1?17=290331",
        _ => Tag,
    };

    private void Rules()
    {
        if (dice.In(25)) return;
        var rule = new JsonObject { ["id"] = "r1", ["priority"] = 100, ["machineClass"] = "gearHobbing", ["recipeCode"] = "R-A" };
        if (dice.In(3)) rule["family"] = dice.In(12) ? "wheelHub" : "gear";
        if (dice.In(3)) rule["material"] = "20CrMnTi";
        if (dice.In(3)) rule["variant"] = "v1";
        Add("matchRule", rule);
        if (dice.In(3))
            Add("matchRule", new JsonObject { ["id"] = "r2", ["priority"] = dice.Of(100, 50, 150), ["machineClass"] = "gearHobbing", ["recipeCode"] = "R-B" });
    }

    private void AddVersion(int ordinal)
    {
        var status = dice.Of("approved", "approved", "approved", "approved", "approved", "approved", "draft", "retired");
        var code = ordinal > 0 && dice.In(3) ? "R-B" : "R-A";
        var effective = dice.In(10) ? "2026-07-01" : "2026-05-0" + dice.Between(1, 9);
        var parameters = names.Take(dice.In(25) ? 0 : dice.Between(1, 4)).Select(Make).ToList();
        var version = new Version("rec" + ordinal, code, ordinal + 1, status, effective, parameters);
        Versions.Add(version);
        var body = new JsonObject
        {
            ["id"] = version.Id, ["code"] = code, ["number"] = version.Number, ["title"] = code, ["name"] = code, ["machineClass"] = "gearHobbing",
            ["status"] = status, ["priority"] = 100, ["effective"] = effective, ["author"] = "author", ["authors"] = new JsonArray("author"),
        };
        if (status != "draft") (body["approvedBy"], body["fingerprint"]) = ("approver", dice.In(25) ? new string('0', 64) : Fingerprint(parameters));
        Add("recipe", body);
        for (var i = 0; i < parameters.Count; i++)
            Add("recipeParameter", new JsonObject
            {
                ["id"] = $"{version.Id}-p{i}", ["recipe"] = version.Id, ["seq"] = i + 1, ["name"] = parameters[i].Name, ["target"] = dice.Written(parameters[i].Target),
                ["lsl"] = dice.Written(parameters[i].Lsl), ["usl"] = dice.Written(parameters[i].Usl), ["unit"] = parameters[i].Unit,
            });
    }

    private Parameter Make(string name)
    {
        var places = dice.Between(0, 4);
        var target = dice.Number(dice.In(6) ? -500 : 1, 5000, places);
        var width = dice.Number(1, 40, places);
        return dice.In(40) ? new(name, target, target + 1, target + 2, "u") : new(name, target, target - width, target + width, "u");
    }

    private void Envelopes(string machine)
    {
        foreach (var name in names)
        {
            if (dice.In(60)) continue;
            var step = dice.Of(1m, 0.5m, 0.1m, 0.01m, 0.001m, 0.25m, 0.000001m);
            if (dice.In(60)) step = 500m;
            Steps[(machine, name)] = step;
            var narrow = dice.In(50);
            for (var copies = dice.In(80) ? 2 : 1; copies > 0; copies--)
                Add("envelope", new JsonObject
                {
                    ["id"] = $"{machine.ToLowerInvariant()}-{name}-{copies}", ["machine"] = machine.ToLowerInvariant(), ["parameter"] = name,
                    ["min"] = narrow ? "9000" : "-9999", ["max"] = "9999", ["resolution"] = dice.In(80) ? "0" : dice.Written(step), ["unit"] = dice.In(60) ? "other" : "u",
                });
        }
    }

    private void Add(string entity, JsonObject body) => records.Add((entity, body));

    /// <summary>What an approver would have signed, as the app's documents say it: names, numbers without idle zeros, units, in order of names.</summary>
    private static string Fingerprint(IEnumerable<Parameter> parameters)
    {
        static string Plain(decimal value) => value.ToString("0.######", CultureInfo.InvariantCulture);
        var rows = parameters.Select(p => string.Join('|', p.Name, Plain(p.Target), Plain(p.Lsl), Plain(p.Usl), p.Unit)).Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows))));
    }

    /// <summary>A record as an element.</summary>
    public static JsonElement Element(JsonObject body) => JsonElement.Parse(body.ToJsonString());
}
