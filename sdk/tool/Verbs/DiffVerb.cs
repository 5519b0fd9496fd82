using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Installs;
using Marketplace.Domain.Publishing;
using Marketplace.Domain.Upgrades;
using Marketplace.Tool.Apps;
using Marketplace.Tool.Terminal;

namespace Marketplace.Tool.Verbs;

/// <summary><c>mkt diff A B</c>: what differs between two versions of an app, the step that it needs, and whether the number makes it.</summary>
internal static class DiffVerb
{
    private const string About = "Show what differs between two versions of an app as a firm will read it, and compute the step: MAJOR, MINOR or PATCH, with the reasons. "
        + "Exit code 0: the later version's number makes the step; 1: it is too low, or not above the other; 2: one of the two is no package, or they are of two apps.";

    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web);

    public static Command Make()
    {
        var before = Arguments.NoOption(new Argument<string>("before") { Description = "The version before: its folder or its zip." });
        var after = Arguments.NoOption(new Argument<string>("after") { Description = "The later version, this folder unless told.", DefaultValueFactory = _ => "." });
        var verb = new Command("diff", About) { before, after };
        verb.SetAction(line => Run(Talk.Of(line), line.GetValue(before)!, line.GetValue(after)!));
        return verb;
    }

    private static int Run(Talk talk, string from, string to)
    {
        if (!Examination.TryOpen(from, out var before) || before is null) return talk.Fail(Exit.Usage, $"{from} is no package.", "Give the folder or the zip of the version before.");
        if (!Examination.TryOpen(to, out var after) || after is null) return talk.Fail(Exit.Usage, $"{to} is no package.", "Give the folder or the zip of the later version; mkt check says what is wrong with it.");
        var (was, now) = (before.Manifest, after.Manifest);
        if (was.Id != now.Id) return talk.Fail(Exit.Usage, $"{was.Id} and {now.Id} are two apps.", "Give two versions of one.");
        var step = VersionRules.Step(before, after);
        var fits = VersionRules.Fits(was.Version, now.Version, step.Step);
        var differences = UpgradeDifference.Of(was, now, InstallRules.Asked(was));
        talk.Say($"{now.Id}  {was.Version} -> {now.Version}", "bold");
        foreach (var one in differences) talk.Say($"  {Mark(one.Kind)} {one.Area,-10}", Style(one), $"{one.Subject}{Change(one)}{(one.Consent ? "  (asks every firm for consent)" : "")}");
        if (differences.Count == 0) talk.Say("  nothing that a firm would read");
        talk.Say($"The changes need {step.Step.ToUpperInvariant()}.", "bold");
        foreach (var reason in step.Breaks) talk.Say($"  {reason}");
        foreach (var key in step.Changed) talk.Say($"  \"{key}\" changed");
        if (step is { Breaks.Count: 0, Changed.Count: 0 }) talk.Say("  the manifest's surface is the same");
        talk.Say(fits ? "The number makes that step." : $"{now.Version} does not: write {VersionRules.Least(was.Version, step.Step)} or higher.", fits ? "green" : "red");
        return talk.End(fits ? Exit.Ok : Exit.Failed, new JsonObject
        {
            ["app"] = now.Id, ["from"] = was.Version, ["to"] = now.Version, ["step"] = step.Step, ["fits"] = fits, ["least"] = VersionRules.Least(was.Version, step.Step),
            ["breaks"] = Texts(step.Breaks), ["changed"] = Texts(step.Changed), ["differences"] = JsonSerializer.SerializeToNode(differences, Camel),
        });
    }

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(static text => (JsonNode)text)];

    private static string Mark(string kind) => kind switch { "added" => "+", "removed" => "-", _ => "~" };

    private static string Style(Difference one) => one.Kind switch { "added" => "green", "removed" => "red", _ => "yellow" };

    private static string Change(Difference one) => one.Kind switch
    {
        "changed" => $": {one.Before} -> {one.After}",
        "added" => one.After == one.Subject ? "" : $": {one.After}",
        _ => "",
    };
}
