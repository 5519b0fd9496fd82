using Marketplace.Domain;
using Marketplace.Domain.Logistics;
using Marketplace.Domain.Resources;

namespace Marketplace.Tests.Logistics;

/// <summary>Whole histories of shared freight: firms, drivers and the sweeper, with repeats, orders that come late and hands that may not, and a judge
/// that looks after every step.</summary>
internal sealed class FreightPlay
{
    public static readonly string[] Shippers = ["hammer", "lathe", "press"], Carriers = ["north-road", "south-road"];
    private static readonly HashSet<string> ended = ["WITHDRAWN", "SETTLED", "CANCELLED", "EXPIRED", "COMPLETED", "DECLINED", "LAPSED", "RECONCILED", "UPLOADED", "RECORDED", "LATE"];

    /// <summary>Commands that end or delay things, and one in how many is done: else nothing would come to its end.</summary>
    private static readonly Dictionary<string, int> rare = new() { ["withdraw"] = 8, ["cancel"] = 6, ["decline"] = 5, ["edit"] = 6, ["pack"] = 3, ["stop"] = 3, ["refuse"] = 3, ["replan"] = 3, ["dispute"] = 5, ["release"] = 3, ["track"] = 3 };

    /// <summary>When histories begin.</summary>
    public static readonly DateTimeOffset Begins = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The parameters that they are played under.</summary>
    public static readonly System.Text.Json.JsonElement Limits = FreightInputs.Element(new { licence = "渝交运管许可字", holdMinutes = 45, groupMinutes = 60, proofHours = 1 });

    private readonly Random dice;
    private readonly FreightInputs inputs;
    private readonly FreightJudge judge;
    private readonly ResourceBook book;
    private readonly List<(ResourceCommand Command, Answer<Resource> Outcome)> done = [];
    private DateTimeOffset now = Begins;
    private int number;

    public FreightPlay(int seed, IResourceService service)
    {
        dice = new Random(seed);
        inputs = new FreightInputs(dice);
        book = new ResourceBook(service) { Policy = new ResourcePolicy { Mode = "NETWORK_CARRIER", From = DateOnly.MinValue, Limits = Limits } };
        judge = new FreightJudge(book);
    }

    public ResourceBook Book => book;

    /// <summary>What was done when, in order; a command of null is the sweeper.</summary>
    public List<(DateTimeOffset At, ResourceCommand? Command, Answer<Resource>? Outcome)> Steps { get; } = [];

    /// <summary>How many commands each answer had, by code; <c>done</c> for those that were done.</summary>
    public Dictionary<string, int> Answers { get; } = [];

    /// <summary>The first promise that is broken within so many operations, or null.</summary>
    public string? Broken(int operations)
    {
        for (var at = 0; at < operations; at++)
        {
            now += TimeSpan.FromMinutes(dice.Next(200) == 0 ? 400 : dice.Next(0, 6));
            var broken = dice.Next(100) switch
            {
                < 4 when done.Count > 0 => Again(),
                < 14 => Sweep(),
                < 18 => Noise(),
                _ => Next() is { } command ? Do(command) : null,
            };
            if (broken is not null) return $"operation {at}: {broken}";
        }
        return null;
    }

    private string? Again()
    {
        var (command, before) = done[dice.Next(done.Count)];
        var was = book.Things.Sum(static one => one.Seq);
        var after = book.Do(command, now);
        Steps.Add((now, command, after));
        return after.Refusal?.Code != before.Refusal?.Code || after.Value?.Seq != before.Value?.Seq || book.Things.Sum(static one => one.Seq) != was ? $"{command.Name} twice is not once" : null;
    }

    private string? Sweep()
    {
        judge.Before();
        book.Sweep(now);
        Steps.Add((now, null, null));
        return judge.After(now, isSwept: true);
    }

    /// <summary>Any command on anything by anybody.</summary>
    private string? Noise()
    {
        var things = book.Things.ToArray();
        if (things.Length == 0) return null;
        var thing = things[dice.Next(things.Length)];
        var table = new LogisticsService().Tables.First(one => one.Collection == thing.Name.Collection);
        string[] everyone = [.. Shippers, .. Carriers];
        var name = table.Commands[dice.Next(table.Commands.Count)];
        var command = Command(thing.Name, name, everyone[dice.Next(everyone.Length)], [Roles.Owner, Roles.Carrier], Input(thing, name));
        if (table.Cell(thing.State, name) is not null) return Do(command);
        if (!thing.Open && thing.Parties.All(one => one.Tenant != command.Tenant)) return null;
        judge.Before();
        var answer = book.Do(command, now);
        Steps.Add((now, command, answer));
        if (answer.Refusal is not { } no || no.Code != Codes.ConflictState || no.Facts["state"] != thing.State) return $"{name} of {thing.State} is not refused with the state";
        return judge.After(now, isSwept: false);
    }

    private string? Do(ResourceCommand command)
    {
        judge.Before();
        var answer = book.Do(command, now);
        Steps.Add((now, command, answer));
        if (answer.Ok || Codes.IsStored(answer.Refusal!.Code)) done.Add((command, answer)); // what is not kept may end otherwise when it comes again
        var code = answer.Refusal?.Code ?? "done";
        Answers[code] = Answers.GetValueOrDefault(code) + 1;
        return judge.After(now, isSwept: false) is { } broken ? $"{command.Name} of {command.On.Collection}: {broken}" : null;
    }

    private ResourceCommand? Next()
    {
        var open = book.Things.Where(static one => !ended.Contains(one.State) && !(one.State == "CONFIRMED" && one.Body is Tender)).ToArray();
        if (open.Length < 12 || dice.Next(100) < 25) return Make(open);
        Resource[] moving = [.. open.Where(one => one.Body is Grouping or Settlement or Report || (one.State == "DELIVERED" && dice.Next(3) == 0) || one.State is "CLAIM" or "EXCEPTION" or "RETURNING" or "REFUSED_AT_PICKUP" || (one.State is "DISPATCHED" or "AWARDED" or "CLOSED" && one.Body is not Trip && dice.Next(4) == 0) || (one.Body is Trip && (one.State != "CLOSED" || dice.Next(10) == 0)) || (one.Body is CapacityOffer offer && offer.Reservations.Any(static held => !held.IsBooked)))];
        var thing = moving.Length > 0 && dice.Next(10) < 7 ? moving[dice.Next(moving.Length)] : open[dice.Next(open.Length)];
        var table = new LogisticsService().Tables.First(one => one.Collection == thing.Name.Collection);
        Transition[] cells = [.. table.Transitions.Where(one => one.From == thing.State && one.By.Any(word => word is By.Anyone or "carrier" or "shipper" or "consignee"))];
        if (cells.Length == 0) return null;
        var cell = cells[dice.Next(cells.Length)];
        if (thing is { State: "UNLOADING", Body: Trip unloading } && dice.Next(2) == 0 && unloading.Consignments.Any(id => book.Find("consignments", id)!.State == "DISPATCHED")) cell = table.Cell("UNLOADING", "refuse")!;
        if (thing.State is not ("FULL" or "UNLOADING") && rare.TryGetValue(cell.Command, out var oneIn) && dice.Next(oneIn) > 0) return null;
        if (thing.Body is CapacityOffer && thing.State != "FULL" && cell.Command == "depart" && dice.Next(8) > 0) return null;
        var word = cell.By[dice.Next(cell.By.Count)];
        var tenant = word == By.Anyone ? Who(thing, cell.Command) : thing.Parties.Where(one => one.Word == word).OrderBy(_ => dice.Next()).FirstOrDefault()?.Tenant;
        if (tenant is null) return null;
        if (dice.Next(25) == 0) tenant = Shippers[dice.Next(3)];
        return Command(thing.Name, cell.Command, tenant, [Carriers.Contains(tenant) ? Roles.Carrier : Roles.Owner], Input(thing, cell.Command));
    }

    private string? Who(Resource thing, string command) => command switch
    {
        "reserve" => Shippers[dice.Next(3)],
        _ when thing.Body is Tender { Invited.Count: > 0 } tender && dice.Next(6) > 0 => tender.Invited[dice.Next(tender.Invited.Count)],
        _ => Carriers[dice.Next(2)],
    };

    private ResourceCommand? Make(IReadOnlyList<Resource> open)
    {
        string shipper = Shippers[dice.Next(3)], carrier = Carriers[dice.Next(2)];
        string[] posted = [.. open.Where(one => one.State == "POSTED" && one.Is(shipper, "shipper")).Select(static one => one.Name.Id)];
        switch (dice.Next(12))
        {
            case < 2: return New("offers", dice.Next(3) == 0 ? "draft" : "open", carrier, inputs.Offer(now));
            case < 5: return New("consignments", dice.Next(3) == 0 ? "draft" : "place", shipper, inputs.Consignment(now, dice.Next(3) == 0 ? Shippers.First(one => one != shipper) : null));
            case < 6 when posted.Length > 0:
                return New("tenders", "open", shipper, inputs.Tender([.. posted.Take(dice.Next(1, 3))], [.. Carriers.Where(_ => dice.Next(2) == 0)]));
            case < 8:
                Resource[] booked = [.. open.Where(one => one.State == "BOOKED" && one.As<Consignment>().Trip is null).OrderBy(_ => dice.Next())];
                if (booked.Length == 0 || (booked.Length < 3 && dice.Next(5) > 0)) return null; // so that some go together
                var first = booked[0];
                var (driver, warm) = (first.As<Consignment>().Award!.Carrier, first.As<Consignment>().Temperature);
                string[] others = [.. open.Where(one => one.State == "BOOKED" && one.Name != first.Name && one.Is(driver, "carrier") && one.As<Consignment>() is { Trip: null } it && (it.Temperature == warm || dice.Next(9) == 0)).OrderByDescending(one => one.As<Consignment>().Pickup.Place.Is(first.As<Consignment>().Delivery.Place)).Select(static one => one.Name.Id).Take(dice.Next(1, 3))];
                return New("trips", "plan", driver, inputs.Plan(now, [first.Name.Id, .. others], warm));
            case < 9:
                if (open.FirstOrDefault(static one => one.State == "POD_ACCEPTED") is not { } accepted) return null;
                var goods = accepted.As<Consignment>();
                return New("settlements", "accrue", goods.Award!.Carrier, new { consignment = accepted.Name.Id, fen = goods.Award.Fen - goods.DeductedFen + (dice.Next(6) == 0 ? 100 : 0) });
            case < 10:
                return book.Things.Where(static one => one.State is "PAID" or "RECONCILED").OrderBy(_ => dice.Next()).FirstOrDefault() is { } paid
                    ? New("reports", "prepare", paid.As<Settlement>().Carrier, new { settlement = paid.Name.Id }) : null;
            default:
                Resource[] any = [.. open.Where(static one => one.State == "POSTED").OrderBy(_ => dice.Next()).Take(dice.Next(2, 5))];
                if (open.Where(static one => one is { State: "OPEN", Body: CapacityOffer }).OrderBy(_ => dice.Next()).FirstOrDefault() is not { } offer || any.Length < 2) return null;
                any = [.. any.Where(one => one.As<Consignment>().Temperature == offer.As<CapacityOffer>().Temperature)];
                return any.Length < 2 ? null : New("groupings", "propose", any[0].As<Consignment>().Shipper, new { offer = offer.Name.Id, consignments = any.Select(static one => one.Name.Id).ToArray() });
        }
    }

    private object? Input(Resource thing, string command)
    {
        switch (thing.Body)
        {
            case CapacityOffer offer:
                var mine = book.Things.Where(one => one.State == "POSTED" && one.As<Consignment>().Temperature == offer.Temperature).OrderBy(_ => dice.Next()).FirstOrDefault();
                var held = offer.Reservations.Where(static one => !one.IsBooked).OrderBy(_ => dice.Next()).FirstOrDefault()?.Id ?? "none";
                return command switch { "reserve" => new { consignment = mine?.Name.Id ?? "none" }, "confirm" or "release" => new { reservation = held }, "draft" or "open" => inputs.Offer(now), _ => null };
            case Consignment goods:
                return command switch
                {
                    "draft" or "place" or "edit" => inputs.Consignment(now, null),
                    "pack" => inputs.Pack(now),
                    "writeOff" => new { reason = "翻车" },
                    "takeBack" => inputs.TakeBack(goods),
                    "claim" => new { fen = dice.Next((int)(goods.Award?.Fen ?? 10) + 1), reason = "货损" },
                    "concede" => new { fen = dice.Next(2) == 0 ? goods.Claim?.Fen ?? 0 : 5 },
                    _ => null,
                };
            case Tender: return command == "bid" ? inputs.Bid() : command == "open" ? inputs.Tender(["none"], Carriers) : null;
            case Trip trip:
                var waiting = trip.Consignments.Where(it => book.Find("consignments", it)!.State == "DISPATCHED").ToArray();
                var id = command is "load" or "refuse" && waiting.Length > 0 && dice.Next(3) > 0 ? waiting[dice.Next(waiting.Length)] : trip.Consignments[dice.Next(trip.Consignments.Count)];
                var one = book.Find("consignments", id)!.As<Consignment>();
                return command switch
                {
                    "plan" => inputs.Plan(now, [id], trip.Vehicle.Temperature),
                    "replan" => inputs.Plan(now, null, trip.Vehicle.Temperature),
                    "arrive" => inputs.Step(now, dice.Next(8) == 0 ? dice.Next(trip.Stops.Count) : null),
                    "depart" or "close" => inputs.Step(now),
                    "load" => inputs.Load(now, id, one),
                    "deliver" => inputs.Deliver(now, id, one),
                    "track" => inputs.Points(now),
                    _ => inputs.Halt(now, id),
                };
            case Settlement owed:
                return command switch
                {
                    "accrue" => new { consignment = owed.Consignment, fen = 1 },
                    "propose" => new { fen = owed.ProposedFen ?? dice.NextInt64(owed.Fen + 1) },
                    "pay" => new { serial = $"{++number}", bank = "工商银行", fen = Math.Max(1, dice.Next(3) == 0 ? (owed.Fen - owed.PaidFen) / 2 : owed.Fen - owed.PaidFen), at = FreightInputs.Time(now.AddMinutes(dice.Next(8) == 0 ? -50000 : -1)) },
                    _ => null,
                };
            case Grouping: return command == "propose" ? new { offer = "none", consignments = new[] { "a", "b" } } : null;
            case Report report: return command == "upload" ? new { receipt = "R-1" } : command == "prepare" ? new { settlement = report.Settlement } : null;
            default: return null;
        }
    }

    private ResourceCommand New(string collection, string name, string tenant, object input)
    {
        var operation = $"op-{++number}";
        return Command(new ResourceName(collection, ResourceCommand.IdOf(tenant, operation, 0)), name, tenant, [Carriers.Contains(tenant) ? Roles.Carrier : Roles.Owner], input) with { Operation = operation };
    }

    private ResourceCommand Command(ResourceName on, string name, string tenant, string[] roles, object? input) => new()
    {
        On = on, Name = name, Tenant = tenant, Actor = "somebody", Roles = roles, Operation = $"op-{++number}", Input = FreightInputs.Element(input),
    };
}
