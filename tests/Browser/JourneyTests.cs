using Xunit;

namespace Marketplace.Tests.Browser;

/// <summary>The whole path: published, reviewed and listed, installed, scanned at a machine, logged, suspended. Each screen walks it
/// with a release of its own, in the firm that has nothing installed when the demo starts.</summary>
public sealed class JourneyTests(Stage stage)
{
    public static TheoryData<string> Screens => [.. Screen.Walked.Select(static s => s.Name)];

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task From_a_release_to_a_machine_that_may_start(string name)
    {
        var screen = Screen.Of(name);
        var version = $"1.{2 + Screen.All.ToList().IndexOf(screen)}.0";
        var office = new OfficeSteps(stage, screen);
        await office.Publish("demo-echo", version);
        await office.Publisher_sees_the_findings(version);
        await office.Operator_reviews_and_lists(version);
        await office.Owner_installs_in_three_screens();
        await office.Owner_shows_the_badges();

        await stage.Visit(screen, "", async worker =>
        {
            var floor = new FloorSteps(worker);
            await floor.Comes_in_by_badge_and_pin();
            await floor.Green_and_startable_only_after_the_read_back();
            await floor.Red_until_the_leader_signs_too();
            await floor.Unknown_mark();
            await floor.Without_network_nothing_is_green();
            await office.Owner_reads_the_log_the_recipes_and_the_overrides();
            await office.Operator_suspends(floor);
            await floor.Hands_over_with_one_tap();
        });
    }
}
