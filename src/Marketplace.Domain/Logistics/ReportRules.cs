using System.Text.Json;
using Marketplace.Domain.Resources;
using static Marketplace.Domain.Logistics.LogisticsTables;

namespace Marketplace.Domain.Logistics;

/// <summary>Prepares the four messages of a waybill from what is stored, and checks them against each other before anybody uploads them. Only
/// where the brain contracts as a carrier.</summary>
public static class ReportRules
{
    /// <summary>The mode in which the brain contracts as carrier.</summary>
    public const string NetworkCarrier = "NETWORK_CARRIER";

    internal static void Reads(ResourceCommand command, ResourceFacts facts, Needs needs)
    {
        var id = facts.Of(command)?.As<Report>().Settlement ?? (command.Name == "prepare" ? command.Read(LogisticsJson.Default.PrepareInput).Settlement : null);
        if (needs.Row(Settlements, id)?.As<Settlement>() is not { } owed) return;
        needs.Row(Consignments, owed.Consignment);
        needs.Row(Trips, owed.Trip);
        needs.Set(Events, EpcisRules.Mark(owed.Consignment));
    }

    internal static Answer<ResourceDecision> Decide(ResourceCommand command, ResourceFacts facts, DateTimeOffset now)
    {
        if (facts.Policy.Mode != NetworkCarrier) return Refusal.Of(Codes.LogisticsMode, ("mode", facts.Policy.Mode), ("needs", NetworkCarrier));
        var thing = facts.Of(command);
        var id = thing?.As<Report>().Settlement ?? command.Read(LogisticsJson.Default.PrepareInput).Settlement;
        if (facts.Row(Settlements, id) is not { } settlement || (command.Tenant.Length > 0 && !settlement.Is(command.Tenant, "carrier"))) return Freight.Missing("settlement");
        if (settlement.State is not ("PAID" or "RECONCILED")) return Freight.State(settlement, command.Name);
        var report = Prepare(facts, settlement);
        if (command.Name == "upload" && report.Findings.Count == 0) report = report with { Receipt = command.Read(LogisticsJson.Default.UploadInput).Receipt };
        var after = (thing ?? new Resource { Name = command.On, State = "", Body = report }) with
        {
            State = report.Findings.Count > 0 ? "REJECTED" : command.Name == "upload" ? "UPLOADED" : "CHECKED",
            Body = report,
            Parties = [new Party("carrier", report.Carrier)],
            Marks = [$"month:{report.Waybill.Unloaded:yyyy-MM}"],
        };
        return ResourceDecision.Of(after, command.Name, Freight.Told(after, "checked")) with
        {
            Claims = thing is null ? [new ResourceClaim($"waybill:{report.Consignment}", command.On, Codes.ConflictUnique)] : [],
        };
    }

    /// <summary>Where two of the four messages or the track disagree, in words of <see cref="ReportFinding"/>.</summary>
    public static IReadOnlyList<string> Findings(Report report, IReadOnlyList<TrackedEvent> track)
    {
        var (waybill, funds) = (report.Waybill, report.Funds);
        TrackedEvent[] seen = [.. track.Where(static one => one.Effective is not null && one.Trip is not null && one.Plate is not null)];
        List<string> found = [];
        if (waybill.FreightFen != funds.TotalFen || funds.Slips.Sum(static one => one.Fen) != funds.TotalFen) found.Add(ReportFinding.Amount);
        if (waybill.Plate != report.Vehicle.Plate || waybill.Plate != funds.Plate || seen.Any(one => one.Plate != waybill.Plate)) found.Add(ReportFinding.Plate);
        if (waybill.Driver != report.Driver.Name || waybill.Driver != funds.Driver || seen.Any(one => one.Person != report.Driver.Person)) found.Add(ReportFinding.Driver);
        var loaded = seen.FirstOrDefault(static one => one is { Step: "loading", Type: "ObjectEvent" })?.Effective;
        var unloaded = seen.FirstOrDefault(static one => one.Step == "unloading")?.Effective;
        if (loaded != waybill.Loaded || unloaded != waybill.Unloaded || loaded > unloaded || funds.Slips.Any(one => one.At < waybill.Loaded)) found.Add(ReportFinding.Window);
        if (!report.IsQualified) found.Add(ReportFinding.Documents);
        return found;
    }

    private static Report Prepare(ResourceFacts facts, Resource settlement)
    {
        var owed = settlement.As<Settlement>();
        var goods = facts.Row(Consignments, owed.Consignment)!.As<Consignment>();
        var trip = facts.Row(Trips, owed.Trip)!.As<Trip>();
        TrackedEvent[] track = [.. facts.Set(Events, EpcisRules.Mark(owed.Consignment)).Select(static one => one.As<TrackedEvent>())];
        DateTimeOffset When(string step) => track.FirstOrDefault(one => one.Step == step && one is { Effective: not null, Type: "ObjectEvent" })?.Effective ?? default;
        var report = new Report
        {
            Consignment = owed.Consignment, Settlement = settlement.Name.Id, Carrier = owed.Carrier,
            Waybill = new WaybillMessage(owed.Consignment, Word(facts.Policy, "licence"), Word(facts.Policy, "contractingCarrier"), goods.Shipper, goods.Consignee, goods.Class, goods.Load.Kilograms,
                goods.Pickup.Place.Division, goods.Delivery.Place.Division, When("loading"), When("unloading"), owed.Carrier, trip.Vehicle.Plate, trip.Vehicle.Colour, trip.Driver.Name, owed.Fen),
            Funds = new FundSlipMessage(owed.Consignment, owed.Shipper, owed.Carrier, owed.PaidFen, owed.Slips, trip.Vehicle.Plate, trip.Driver.Name),
            Vehicle = new VehicleMessage(trip.Vehicle.Plate, trip.Vehicle.Colour, trip.Vehicle.BodyType, trip.Vehicle.Capacity.Kilograms, trip.Vehicle.Documents),
            Driver = new DriverMessage(trip.Driver.Name, trip.Driver.Person, trip.Driver.Documents),
            IsQualified = DocumentRules.Missing(trip.Vehicle, trip.Driver, trip.Leaves, trip.Effective is { } last && last > trip.Ends ? last : trip.Ends) is null,
            IsTracked = trip.Track.Points >= 2 && trip.Track.LongestGapMinutes <= facts.Policy.Number("longestGapMinutes", 60),
        };
        return report with { Findings = Findings(report, track) };
    }

    private static string Word(ResourcePolicy policy, string name) =>
        policy.Limits.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}

/// <summary>The three rates that the monitoring platform judges by, in hundredths of a percent; null when there is nothing to rate.</summary>
/// <param name="Upload">Waybills uploaded among those that are due.</param>
/// <param name="Qualification">Waybills whose vehicle and driver were qualified.</param>
/// <param name="Trajectory">Waybills whose way is covered by positions.</param>
public sealed record ReportRates(long? Upload, long? Qualification, long? Trajectory)
{
    /// <summary>The rates of a month's reports among so many waybills that are due; those without a report count as not uploaded.</summary>
    public static ReportRates Of(IReadOnlyList<Resource> reports, int due)
    {
        long? Rate(int of, int among) => among == 0 ? null : of * 10_000L / among;
        var all = Math.Max(due, reports.Count);
        return new ReportRates(Rate(reports.Count(static one => one.State == "UPLOADED"), all), Rate(reports.Count(static one => one.As<Report>().IsQualified), reports.Count),
            Rate(reports.Count(static one => one.As<Report>().IsTracked), reports.Count));
    }
}
