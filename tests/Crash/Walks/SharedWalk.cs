using System.Text.Json;
using Marketplace.Tests.Contests;
using Marketplace.Tests.Crash.Driving;
using Marketplace.Tests.Running;

namespace Marketplace.Tests.Crash.Walks;

/// <summary>A shared thing goes on: a voucher is paid, room is booked, a shift is accepted. Whatever was cut, it happened once and as a whole.</summary>
internal sealed class SharedWalk(string kind, int seed) : Walk
{
    private readonly Random dice = new(seed);
    private Stage? stage;
    private Uri? staged;
    private Shot shot = null!;
    private string pallet = "";

    public override string Name => kind;

    public override int Drawn => 12;

    public override async Task<Command> Prepare(Uri host)
    {
        // What a stage keeps lies in the store, so that it outlives a host; the hands do not.
        if (staged != host) (stage, staged) = (new Stage((at, hand, service, on, id, command, input) => Asked(host, at, hand, service, on, id, command, input), DateTimeOffset.UtcNow, dice), host);
        switch (kind)
        {
            case "redeem":
                shot = await stage!.Voucher();
                break;
            case "book":
                (pallet, shot) = (await stage!.Pallet(Hand.Maker), await stage.Vehicle());
                shot = shot with { Input = new { consignment = pallet } };
                break;
            default:
                shot = (await stage!.Morning(1))[0];
                break;
        }
        return new Command(Guid.NewGuid().ToString(), HttpHands.Token(shot.Hand), HttpHands.Path(shot.Service, shot.On, shot.Id, shot.Command), JsonSerializer.SerializeToUtf8Bytes(shot.Input ?? new { }), "application/json", 0);
    }

    public override async Task<List<string>> Judge(Uri host, Command command, Reply repeated)
    {
        if (repeated.Status != 200) return [repeated.ToString()];
        using var hands = new HttpHands([host]);
        List<string> wrong = [];
        var at = $"/api/v1/{shot.Service}/{shot.On}/{shot.Id}";
        var talk = hands[shot.Hand];
        if ((await talk.Get(at)).Json.GetProperty("state").GetString() is var state && state != shot.State) wrong.Add($"it is {state}");
        var times = (await talk.Get($"{at}/steps")).Json.GetProperty("steps").EnumerateArray().Count(step => step.GetProperty("command").GetString() == shot.Command);
        if (times != 1) wrong.Add($"{shot.Command} happened {times} times");
        if (kind == "redeem")
        {
            foreach (var (hand, account) in new[] { (Hand.Chain, $"firm/wanjiang/issued/{shot.Id}"), (Hand.Maker, $"firm/hongyan/held/{shot.Id}") })
                if ((await hands[hand].Get($"/api/v1/finance/ledger?account={account}")).Json.GetProperty("balance").GetInt64() is not 0 and var left) wrong.Add($"{account} stands at {left}");
        }
        else if (kind == "book")
        {
            if ((await talk.Get($"/api/v1/logistics/consignments/{pallet}")).Json.GetProperty("state").GetString() is not "BOOKED" and var goods) wrong.Add($"the vehicle is full and its pallet {goods}");
        }
        else await hands.Ask(0, Hand.Worker, "talent", "shifts", shot.Id, "decline", null); // or the month would be full
        return wrong;
    }

    private static async Task<Told> Asked(Uri host, int at, Hand hand, string service, string on, string id, string command, object? input)
    {
        using var hands = new HttpHands([host]);
        return await hands.Ask(at, hand, service, on, id, command, input);
    }
}
