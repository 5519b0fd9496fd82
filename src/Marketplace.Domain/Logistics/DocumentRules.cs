namespace Marketplace.Domain.Logistics;

/// <summary>Whether a vehicle and its driver may drive on every day of a trip.</summary>
public static class DocumentRules
{
    /// <summary>What a vehicle must have.</summary>
    public static readonly IReadOnlyList<string> OfVehicle = ["registration", "transportPermit"];

    /// <summary>What a driver must have.</summary>
    public static readonly IReadOnlyList<string> OfDriver = ["drivingLicence", "qualification"];

    /// <summary>The first document that is missing or not valid on some day, with the last day for which there is one; null when all are.</summary>
    public static Refusal? Missing(Vehicle vehicle, Driver driver, DateTimeOffset leaves, DateTimeOffset ends)
    {
        var (first, last) = (Freight.Day(leaves), Freight.Day(ends));
        foreach (var (kind, documents) in OfVehicle.Select(kind => (kind, vehicle.Documents)).Concat(OfDriver.Select(kind => (kind, driver.Documents))))
        {
            var missing = Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays).Cast<DateOnly?>()
                .FirstOrDefault(day => !documents.Any(one => one.Kind == kind && one.From <= day && day <= one.Until));
            if (missing is { } day)
                return Refusal.Of(Codes.LogisticsDocuments, ("kind", kind), ("day", day.ToString("yyyy-MM-dd")), ("until", documents.Where(one => one.Kind == kind).Select(static one => one.Until.ToString("yyyy-MM-dd")).Max()));
        }
        return null;
    }
}
