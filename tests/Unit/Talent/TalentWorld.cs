using System.Globalization;
using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Talent;

namespace Marketplace.Tests.Talent;

/// <summary>One history of shared work in a small brain: firms, people and an operator who do whatever comes to the dice, at times that pass,
/// now and then twice, late, or by the wrong hand.</summary>
internal sealed class TalentWorld
{
    /// <summary>Who is employed where; the last one at two firms.</summary>
    public static readonly IReadOnlyList<(string Worker, string Name, string Firm)> Staff =
        [("zhao-1", "赵一", "xinghe"), ("qian-2", "钱二", "xinghe"), ("sun-3", "孙三", "yunshan"), ("li-4", "李四", "hongyan"), ("wu-5", "吴五", "xinghe"), ("wu-5", "吴五", "yunshan")];

    public static readonly IReadOnlyList<string> Firms = ["xinghe", "yunshan", "hongyan", "qiaotou"];

    private static readonly string[] kinds = ["toolSetter", "forklift"];
    private static readonly SitePoint[] sites =
        [new("江北厂区", 29.6066, 106.5744), new("渝北厂区", 29.7182, 106.6315), new("璧山厂区", 29.5921, 106.2311), new("涪陵厂区", 29.7030, 107.3890)];

    private readonly Random dice;
    private readonly List<ResourceCommand> done = [], late = [];
    private int ordinal;

    public TalentWorld(IResourceService service, int seed)
    {
        dice = new Random(seed);
        Now = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero).AddMinutes(dice.Next(0, 40_000));
        Book = new ResourceBook(service)
        {
            Policy = new ResourcePolicy
            {
                Mode = TalentService.SharedWork, From = DateOnly.MinValue, Limits = JsonElement.Parse(dice.Next(3) switch
                {
                    0 => """{"weeklyRest":[7],"holidays":["2026-11-20"]}""",
                    1 => """{"overtimeMonthMinutes":600,"holidays":["2026-11-12","2026-12-10"],"workdays":["2026-11-14"]}""",
                    _ => "{}",
                })
            }
        };
        Prelude();
    }

    public ResourceBook Book { get; }

    public DateTimeOffset Now { get; private set; }

    /// <summary>Everything that was asked, deadlines too, when, and what came of it.</summary>
    public List<(DateTimeOffset At, ResourceCommand Command, Answer<Resource> Outcome)> Log { get; } = [];

    /// <summary>The command of the step, or null when only time passed; and what came of it.</summary>
    public (ResourceCommand? Command, Answer<Resource>? Outcome, bool Again) Step()
    {
        if (dice.Next(100) < 22) Pass();
        if (done.Count > 0 && dice.Next(100) < 8) return Do(done[dice.Next(done.Count)], again: true);
        if (late.Count > 0 && dice.Next(100) < 30)
        {
            var at = dice.Next(late.Count);
            var held = late[at];
            late.RemoveAt(at);
            return Do(held);
        }
        var next = Think();
        if (next is null) return (null, null, false);
        if (dice.Next(100) < 5)
        {
            late.Add(next);
            return (null, null, false);
        }
        return Do(next);
    }

    private (ResourceCommand?, Answer<Resource>?, bool) Do(ResourceCommand command, bool again = false)
    {
        var outcome = Book.Do(command, Now);
        Log.Add((Now, command, outcome));
        if (!again && (outcome.Ok || Codes.IsStored(outcome.Refusal!.Code))) done.Add(command); // what is not kept may end otherwise when it comes again
        return (command, outcome, again);
    }

    private void Prelude()
    {
        foreach (var (worker, _, firm) in Staff)
            foreach (var kind in (string[])[SkillCert.Contract, .. kinds.Where(_ => dice.Next(4) > 0)])
            {
                var until = Now.AddDays(kind == SkillCert.Contract ? 400 : dice.Next(2, 60));
                var made = Do(Make("certificates", "submit", firm, [Roles.Lender], Cert(worker, kind, until))).Item2!.Must();
                Do(Of(made.Name, "verify", "", "operator-auto", [Roles.Operator], ""));
            }
        Lend("wu-5", "xinghe", "hongyan");
        Lend("wu-5", "yunshan", "qiaotou");
        Lend("zhao-1", "xinghe", "hongyan");
    }

    /// <summary>One loan from the request to the first day of work, so that a history has somebody to offer shifts to.</summary>
    private void Lend(string worker, string lender, string borrower)
    {
        var name = Staff.First(one => one.Worker == worker).Name;
        var request = Do(Make("requests", "post", borrower, [Roles.Owner], $$"""{"post":"调模工","people":1,"from":"{{At(Now)}}","until":"{{At(Now.AddDays(dice.Next(5, 40)))}}","site":{{Site(sites[0])}},"answerBy":"{{At(Now.AddDays(1))}}"}""")).Item2!.Must().Name;
        Do(Of(request, "nominate", lender, "hand", [Roles.Lender], $$"""{"worker":"{{worker}}","name":"{{name}}","hourFen":{{dice.Next(1800, 4500)}},"base":{{Site(sites[1])}}}"""));
        Do(Of(request, "offer", lender, "hand", [Roles.Lender], """{"candidate":1}"""));
        var agreement = new ResourceName("agreements", Do(Of(request, "accept", borrower, "hand", [Roles.Owner], """{"candidate":1}""")).Item2!.Must().As<LoanRequest>().Candidates[0].Agreement);
        Do(Of(agreement, "consent", lender, worker, [Roles.Worker], ""));
        Do(Of(agreement, "sign", lender, "hand", [Roles.Lender], ""));
        Do(Of(agreement, "sign", borrower, "hand", [Roles.Owner], ""));
        Do(Of(agreement, "checkCover", lender, "hand", [Roles.Lender], $$"""{"insurer":"工伤保险","policy":"P-1","on":"{{DateOnly.FromDateTime(Now.AddHours(8).UtcDateTime).AddDays(-dice.Next(0, 29)):yyyy-MM-dd}}"}"""));
        Do(Of(agreement, "activate", borrower, "hand", [Roles.Owner], ""));
    }

    private void Pass()
    {
        Now = Now.AddMinutes(dice.Next(1, 50));
        var shifts = Book.Things.Where(one => one.Body is Shift && one.State is "ACCEPTED" or "CHECKED_IN").ToList();
        var kind = dice.Next(100);
        if (kind < 3) Now = Now.AddHours(dice.Next(12, 60));
        else if (kind < 5) Now = Now.AddDays(dice.Next(2, 12));
        else if (kind < 50 && shifts.Count > 0)
        {
            var shift = shifts[dice.Next(shifts.Count)].As<Shift>();
            var goal = (shift.In is null ? shift.Start : shift.End).AddMinutes(dice.Next(-30, 40));
            if (goal > Now) Now = goal;
        }
        while (Book.Things.Where(one => one.Deadline?.At <= Now).OrderBy(static one => one.Deadline!.At).FirstOrDefault() is { } due)
            Do(new ResourceCommand { On = due.Name, Name = due.Deadline!.Command, Roles = [Roles.System], Operation = $"due {due.Name} {due.Seq}" }, again: true).Item2!.Must();
    }

    /// <summary>Something to do: mostly what the state allows by whom it allows, else anything.</summary>
    private ResourceCommand? Think()
    {
        var things = Book.Things.ToList();
        if (things.Count == 0 || dice.Next(100) < 9) return Begin();
        var collection = Pick(["requests", "requests", "agreements", "agreements", "agreements", "shifts", "shifts", "shifts", "shifts", "shifts", "certificates", "gigs", "trainings"]);
        var table = TalentTables.All.Single(one => one.Collection == collection);
        var ended = dice.Next(20) == 0;
        var among = things.Where(one => one.Name.Collection == collection && (ended || !table.Ends(one.State))).ToList();
        if (among.Count < (collection is "agreements" or "certificates" ? 1 : 3)) return collection is "agreements" or "certificates" ? null : Begin(collection);
        // Few gigs come as far as the work, so those that did are gone on with.
        if (collection == "gigs" && dice.Next(100) < 70 && among.FindAll(static one => one.State is "AWARDED" or "IN_PROGRESS" or "MILESTONE_ACCEPTED" or "ARBITRATION") is { Count: > 0 } begun) among = begun;
        var thing = among[dice.Next(among.Count)];
        var legal = table.Transitions.Where(one => one.From == thing.State && one.By.Any(static by => by != By.System)).ToList();
        var command = legal.Count > 0 && dice.Next(100) < 92 ? legal[dice.Next(legal.Count)] : table.Transitions[dice.Next(table.Transitions.Count)];
        var isWorkDone = thing.Body is ExpertGig gig && gig.Accepted == gig.Milestones.Count;
        if (IsDear(command.Command) && !isWorkDone && dice.Next(100) < (collection is "shifts" or "gigs" ? 85 : collection == "requests" ? 35 : 60)) command = legal.Find(static one => !IsDear(one.Command)) ?? command;
        if (thing.Body is ExpertGig && command.Command == "dispute" && dice.Next(100) < 75) command = legal.Find(static one => one.Command is "deliver") ?? command;
        if (command.Command is "revoke" && dice.Next(100) < 80) return null;
        return Ask(thing, command);
    }

    private static bool IsDear(string command) => command is "terminate" or "refuse" or "returnEarly" or "suspend" or "revoke" or "reject" or "close" or "cancel" or "decline" or "end" or "withdraw" or "pass";

    private ResourceCommand Begin(string collection = "") => (collection switch { "requests" => 10, "shifts" => dice.Next(30, 80), "gigs" => 85, "trainings" => 95, _ => dice.Next(100) }) switch
    {
        < 8 => Make("certificates", "submit", Pick(Staff).Firm, [Roles.Lender], Cert(Pick(Staff).Worker, Pick(kinds), Now.AddDays(dice.Next(1, 70)))),
        < 26 => Make("requests", "post", Pick(Firms), [Roles.Owner], Post()),
        < 72 => Make("shifts", "open", Pick(["hongyan", "qiaotou", "xinghe"]), [Roles.Leader], Open()),
        < 84 => Own(),
        < 92 => Make("gigs", "post", Pick(Firms), [Roles.Owner], $$"""{"title":"热流道改造","needs":{{(dice.Next(2) == 0 ? "[]" : "[\"toolSetter\"]")}},"milestones":[{"title":"方案","shareBp":3333},{"title":"验收","shareBp":6667}],"bidsUntil":"{{At(Now.AddHours(dice.Next(1, 60)))}}","doneBy":"{{At(Now.AddDays(dice.Next(4, 12)))}}"}"""),
        _ => Enrol(),
    };

    private ResourceCommand Enrol()
    {
        var (worker, name, firm) = Pick(Staff);
        return Make("trainings", "enrol", firm, [Roles.Lender], $$"""{"worker":"{{worker}}","name":"{{name}}","course":"调模","kind":"toolSetter","provider":"{{Pick(Firms)}}","begins":"{{At(Now.AddHours(3))}}","ends":"{{At(Now.AddDays(dice.Next(1, 9)))}}","validMonths":{{dice.Next(1, 13)}}}""");
    }

    private ResourceCommand Own()
    {
        var (worker, name, firm) = Pick(Staff);
        var end = Now.AddHours(-dice.Next(0, 300));
        return Make("shifts", "report", firm, [Roles.Lender],
            $$"""{"worker":"{{worker}}","name":"{{name}}","start":"{{At(end.AddMinutes(-dice.Next(300, 780)))}}","end":"{{At(end)}}","breakMinutes":30,"site":{{Site(sites[0])}}}""");
    }

    private string Post()
    {
        var from = Now.AddHours(dice.Next(-10, 30));
        var until = from.AddDays(dice.Next(4, 40));
        return $$"""{"post":"调模工","needs":{{(dice.Next(2) == 0 ? "[]" : $"[\"{Pick(kinds)}\"]")}},"people":{{dice.Next(1, 3)}},"from":"{{At(from)}}","until":"{{At(until)}}","site":{{Site(Pick(sites))}},"answerBy":"{{At(Now.AddHours(dice.Next(4, 72)))}}"}""";
    }

    private string Open()
    {
        var start = Now.AddMinutes(dice.Next(10, 3 * 24 * 60));
        return $$"""{"post":"调模工","needs":{{(dice.Next(2) == 0 ? "[]" : $"[\"{Pick(kinds)}\"]")}},"start":"{{At(start)}}","end":"{{At(start.AddMinutes(dice.Next(120, 720)))}}","breakMinutes":{{dice.Next(0, 61)}},"site":{{Site(Pick(sites))}}}""";
    }

    private ResourceCommand Ask(Resource thing, Transition cell)
    {
        var by = cell.By[dice.Next(cell.By.Count)];
        var roles = new List<string> { cell.Hands[dice.Next(cell.Hands.Count)] };
        var tenant = thing.Parties.Where(one => one.Word == by).Select(static one => one.Tenant).LastOrDefault() ?? Pick(Firms);
        var actor = $"person-{tenant}";
        var input = "";
        switch (thing.Body)
        {
            case LoanRequest request:
                var open = request.Candidates.Where(one => one.State == (cell.Command == "offer" ? CandidateState.Nominated : CandidateState.Offered)).ToList();
                if (open.Count > 0 && dice.Next(10) > 0)
                {
                    var candidate = open[dice.Next(open.Count)];
                    input = $$"""{"candidate":{{candidate.Number}}}""";
                    if (by == TalentParties.Lender) tenant = candidate.Lender;
                }
                else input = $$"""{"candidate":{{dice.Next(1, 4)}}}""";
                if (cell.Command == "nominate")
                {
                    var (worker, name, firm) = Pick(Staff);
                    (tenant, input) = (dice.Next(8) == 0 ? Pick(Firms) : firm, $$"""{"worker":"{{worker}}","name":"{{name}}","hourFen":{{dice.Next(1800, 4500)}},"base":{{Site(Pick(sites))}}}""");
                }
                if (cell.Command is "close") input = "";
                break;
            case LoanAgreement loan:
                if (roles[0] == Roles.Worker && dice.Next(10) > 0) (actor, tenant) = (loan.Worker, loan.Lender);
                input = cell.Command switch
                {
                    "checkCover" => $$"""{"insurer":"工伤保险","policy":"P-1","on":"{{DateOnly.FromDateTime(Now.AddHours(8).UtcDateTime).AddDays(-dice.Next(0, 34)):yyyy-MM-dd}}"}""",
                    "bill" => dice.Next(2) == 0 ? "{}" : $$"""{"costs":[{"what":"交通","fen":{{dice.Next(100, 9000)}},"evidence":"E{{ordinal}}"}]}""",
                    _ => "",
                };
                break;
            case Shift shift:
                if (roles[0] == Roles.Worker && dice.Next(10) > 0) actor = shift.Worker;
                if (cell.Command == "offer")
                {
                    var loans = Book.Things.Where(static one => one.State == "ACTIVE").ToList();
                    var loan = loans.Count == 0 ? null : loans.Where(one => one.As<LoanAgreement>().Borrower == shift.Borrower).OrderBy(_ => dice.Next()).FirstOrDefault() ?? loans[dice.Next(loans.Count)];
                    (tenant, input) = (loan?.As<LoanAgreement>().Lender ?? tenant, $$"""{"agreement":"{{loan?.Name.Id ?? "none"}}"}""");
                }
                if (cell.Command is "dispute" or "resolve") input = $$"""{"minutes":{{dice.Next(0, 700)}}}""";
                if (cell.Command == "decline" && dice.Next(2) == 0) input = """{"why":"illness"}""";
                break;
            case ExpertGig gig:
                if (cell.Command == "bid")
                {
                    var (worker, _, firm) = Pick(Staff);
                    (tenant, input) = (firm, $$"""{"worker":"{{worker}}","fen":{{dice.Next(10_000, 900_001)}}}""");
                }
                if (cell.Command == "award") input = $$"""{"bid":{{(gig.Bids.Count == 0 ? 1 : gig.Bids[dice.Next(gig.Bids.Count)].Number)}}}""";
                if (cell.Command == "rule") input = $$"""{"goOn":{{(dice.Next(2) == 0 ? "true" : "false")}}}""";
                break;
            case Training:
                if (cell.Command == "assess") input = $$"""{"score":{{dice.Next(30, 100)}}}""";
                break;
            default:
                break;
        }
        if (by == By.Operator) (tenant, actor) = ("", "operator-auto");
        if (dice.Next(100) < 4) (tenant, roles) = (Pick(Firms), [Pick([Roles.Owner, Roles.Worker, Roles.Leader])]);
        return Of(thing.Name, cell.Command, tenant, actor, roles, input);
    }

    private ResourceCommand Make(string collection, string name, string tenant, IReadOnlyList<string> roles, string input)
    {
        var operation = $"op-{ordinal++}";
        return Of(new ResourceName(collection, ResourceCommand.IdOf(tenant, operation, 0)), name, tenant, $"person-{tenant}", roles, input) with { Operation = operation };
    }

    private ResourceCommand Of(ResourceName on, string name, string tenant, string actor, IReadOnlyList<string> roles, string input) => new()
    {
        On = on, Name = name, Tenant = tenant, Actor = actor, Roles = roles, Operation = $"op-{ordinal++}", Input = input.Length == 0 ? ResourceCommand.Empty : JsonElement.Parse(input),
    };

    private string Cert(string worker, string kind, DateTimeOffset until) =>
        $$"""{"worker":"{{worker}}","name":"{{Staff.First(one => one.Worker == worker).Name}}","kind":"{{kind}}","number":"N{{ordinal}}","from":"{{At(Now.AddDays(-20))}}","until":"{{At(until)}}"}""";

    private static string Site(SitePoint site) => string.Create(CultureInfo.InvariantCulture, $$"""{"name":"{{site.Name}}","lat":{{site.Lat}},"lon":{{site.Lon}}}""");

    private static string At(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private T Pick<T>(IReadOnlyList<T> among) => among[dice.Next(among.Count)];
}
