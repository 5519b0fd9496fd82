namespace Marketplace.Domain.Talent;

/// <summary>The collections of shared work.</summary>
public static class TalentCollections
{
    /// <summary>Certificates of workers.</summary>
    public const string Certificates = "certificates";

    /// <summary>Requests for people.</summary>
    public const string Requests = "requests";

    /// <summary>Agreements.</summary>
    public const string Agreements = "agreements";

    /// <summary>Shifts.</summary>
    public const string Shifts = "shifts";

    /// <summary>Tasks for experts.</summary>
    public const string Gigs = "gigs";

    /// <summary>Trainings.</summary>
    public const string Trainings = "trainings";
}

/// <summary>What a firm is in a thing of shared work.</summary>
public static class TalentParties
{
    /// <summary>Borrows people (借入企业).</summary>
    public const string Borrower = "borrower";

    /// <summary>Lends people and stays their employer (借出企业).</summary>
    public const string Lender = "lender";

    /// <summary>Handed in a certificate, or sent somebody to a training.</summary>
    public const string Employer = "employer";

    /// <summary>Teaches.</summary>
    public const string Provider = "provider";

    /// <summary>Asks for an expert.</summary>
    public const string Client = "client";

    /// <summary>Has bid for a task.</summary>
    public const string Bidder = "bidder";

    /// <summary>Does a task.</summary>
    public const string Expert = "expert";
}

/// <summary>What things are found by.</summary>
public static class TalentMarks
{
    /// <summary>Everything of a person.</summary>
    public static string Worker(string worker) => $"worker:{worker}";

    /// <summary>A person's shifts that begin in a month of the brain's zone: sums over hours read these, so that what they read does not grow
    /// with the years.</summary>
    public static string Month(string worker, DateOnly day) => $"worker:{worker}/{day:yyyy-MM}";

    /// <summary>Shifts of an agreement.</summary>
    public static string Agreement(string id) => $"agreement:{id}";
}

/// <summary>Words of events.</summary>
internal static class TalentWords
{
    private static readonly Dictionary<string, string> singular = new(StringComparer.Ordinal)
    {
        [TalentCollections.Certificates] = "certificate", [TalentCollections.Requests] = "request", [TalentCollections.Agreements] = "agreement",
        [TalentCollections.Shifts] = "shift", [TalentCollections.Gigs] = "gig", [TalentCollections.Trainings] = "training",
    };

    private static readonly Dictionary<string, string> past = new(StringComparer.Ordinal)
    {
        ["submit"] = "submitted", ["verify"] = "verified", ["reject"] = "rejected", ["expire"] = "expired", ["nearExpiry"] = "nearExpiry", ["revoke"] = "revoked",
        ["post"] = "posted", ["nominate"] = "nominated", ["offer"] = "offered", ["accept"] = "accepted", ["pass"] = "passed", ["withdraw"] = "withdrawn", ["close"] = "closed",
        ["draft"] = "drafted", ["consent"] = "consented", ["refuse"] = "refused", ["sign"] = "signed", ["checkCover"] = "coverChecked", ["activate"] = "activated",
        ["suspend"] = "suspended", ["resume"] = "resumed", ["end"] = "ended", ["returnEarly"] = "returnedEarly", ["bill"] = "billed", ["settle"] = "settled", ["terminate"] = "terminated",
        ["open"] = "opened", ["report"] = "reported", ["release"] = "released", ["decline"] = "declined", ["reopen"] = "reopened", ["checkIn"] = "checkedIn", ["miss"] = "missed",
        ["checkOut"] = "checkedOut", ["approve"] = "approved", ["dispute"] = "disputed", ["resolve"] = "resolved", ["pay"] = "paid", ["cancel"] = "cancelled",
        ["bid"] = "bid", ["openBids"] = "bidsOpened", ["award"] = "awarded", ["start"] = "started", ["deliver"] = "delivered", ["acceptMilestone"] = "milestoneAccepted",
        ["rule"] = "ruled", ["enrol"] = "enrolled", ["attend"] = "attended", ["assess"] = "assessed", ["certify"] = "certified", ["fail"] = "failed",
    };

    /// <summary>One thing of a collection.</summary>
    public static string Singular(string collection) => singular[collection];

    /// <summary>What has happened after a command.</summary>
    public static string Past(string command) => past[command];
}
