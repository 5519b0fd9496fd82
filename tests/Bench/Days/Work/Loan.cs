using System.Globalization;
using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Talent;

namespace Marketplace.Bench.Days;

/// <summary>One person lent for the day, through the product's own commands: the person's certificates and past hours, request, candidate,
/// agreement, the person's own yes, signatures, insurance, shift, clock, bill. Each loan has a book of its own: what is summed is summed by person.</summary>
internal sealed class Loan(Land land, Person person, ShiftTask task)
{
    private const double Evening = -180; // 21:00 of the day before, when the last has gone home
    private readonly ResourceBook book = new(new TalentService()) { Policy = TheDay.Policy(TalentService.SharedWork) };
    private readonly string lender = land.Suppliers[person.Firm].Name, borrower = land.Suppliers[task.Firm].Name;
    private string agreement = "", shift = "";
    private int operations;

    /// <summary>The person.</summary>
    public Person Person => person;

    /// <summary>The work.</summary>
    public ShiftTask Task => task;

    /// <summary>The evening before; false when the person does not agree.</summary>
    public bool Agree(bool consents)
    {
        foreach (var cert in person.Certs.Select(static one => one.As<SkillCert>()))
        {
            var id = Make(lender, Roles.Lender, "certificates", "submit", new { worker = person.Id, name = person.Id, kind = cert.Kind, number = cert.Number, from = Time(cert.From), until = Time(cert.Until) }, Evening);
            Do("", Roles.Operator, "certificates", id, "verify", null, Evening);
        }
        foreach (var spell in person.Past)
            Make(lender, Roles.Lender, "shifts", "report", new { worker = person.Id, name = person.Id, start = Time(spell.Start), end = Time(spell.End), breakMinutes = WorkDay.Break, site = spell.Site }, Evening);
        var site = WorkDay.Site(land.Suppliers[task.Firm].Site);
        var request = Make(borrower, Roles.Owner, "requests", "post", new
        {
            post = task.Skill,
            needs = new[] { task.Skill },
            people = 1,
            from = TheDay.Text(WorkDay.Begins),
            until = TheDay.Text(WorkDay.Ends),
            site,
            answerBy = TheDay.Text(Evening + 240),
        }, Evening);
        Do(lender, Roles.Lender, "requests", request, "nominate", new { worker = person.Id, name = person.Id, hourFen = person.HourFen, @base = WorkDay.Site(land.Suppliers[person.Firm].Site) }, Evening);
        Do(lender, Roles.Lender, "requests", request, "offer", new { candidate = 1 }, Evening);
        Do(borrower, Roles.Owner, "requests", request, "accept", new { candidate = 1 }, Evening);
        agreement = book.Find("requests", request)!.As<LoanRequest>().Candidates[0].Agreement;
        Do(lender, Roles.Worker, "agreements", agreement, consents ? "consent" : "refuse", null, Evening, person.Id);
        if (!consents) return false;
        Do(lender, Roles.Lender, "agreements", agreement, "sign", null, Evening);
        Do(borrower, Roles.Owner, "agreements", agreement, "sign", null, Evening);
        Do(lender, Roles.Lender, "agreements", agreement, "checkCover", new { insurer = "工伤保险", policy = "P-1", on = TheDay.Text(TheDay.Date.AddDays(-10)) }, Evening);
        Do(borrower, Roles.Owner, "agreements", agreement, "activate", null, Evening);
        shift = Make(borrower, Roles.Owner, "shifts", "open", new
        {
            post = task.Skill,
            needs = new[] { task.Skill },
            start = TheDay.Text(WorkDay.Begins),
            end = TheDay.Text(WorkDay.Ends),
            breakMinutes = WorkDay.Break,
            site,
        }, Evening);
        Do(borrower, Roles.Owner, "shifts", shift, "offer", new { agreement }, Evening);
        Do(lender, Roles.Worker, "shifts", shift, "accept", null, Evening, person.Id);
        return true;
    }

    /// <summary>The day: what the borrower owes, or null when the person did not come.</summary>
    public LoanBill? Work()
    {
        if (!person.IsAbsent)
        {
            Do(borrower, Roles.Owner, "shifts", shift, "checkIn", null, WorkDay.Begins);
            Do(borrower, Roles.Owner, "shifts", shift, "checkOut", null, WorkDay.Ends);
            Do(borrower, Roles.Owner, "shifts", shift, "approve", null, WorkDay.Ends);
        }
        else book.Sweep(TheDay.At(WorkDay.Begins + 121));
        Do(lender, Roles.Lender, "agreements", agreement, "end", null, WorkDay.Ends);
        if (person.IsAbsent) return null;
        Do(lender, Roles.Lender, "agreements", agreement, "bill", new { }, WorkDay.Ends);
        Do(borrower, Roles.Owner, "agreements", agreement, "settle", null, WorkDay.Ends);
        return book.Find("agreements", agreement)!.As<LoanAgreement>().Bill;
    }

    private string Make(string tenant, string role, string collection, string command, object input, double at)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"x-{operations}");
        Do(tenant, role, collection, id, command, input, at);
        return id;
    }

    private void Do(string tenant, string role, string collection, string id, string command, object? input, double at, string actor = "")
    {
        var done = book.Do(new ResourceCommand
        {
            On = new ResourceName(collection, id), Name = command, Input = input is null ? ResourceCommand.Empty : JsonSerializer.SerializeToElement(input, web), Tenant = tenant,
            Actor = actor.Length > 0 ? actor : $"{tenant}-1", Roles = [role], Operation = string.Create(CultureInfo.InvariantCulture, $"op-{++operations}"),
        }, TheDay.At(at));
        if (done.Refusal is { } no) throw new InvalidOperationException($"{collection} {command}: {no.Code} {string.Join(", ", no.Facts)}");
    }

    private static readonly JsonSerializerOptions web = new(JsonSerializerDefaults.Web);

    private static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}
