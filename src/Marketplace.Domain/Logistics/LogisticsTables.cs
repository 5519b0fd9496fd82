using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Logistics;

/// <summary>The states of shared freight. A cell that only another thing's command leads through names that thing's collection instead of a
/// party: nobody can ask for it.</summary>
public static class LogisticsTables
{
    internal const string Offers = "offers", Consignments = "consignments", Tenders = "tenders", Trips = "trips", Settlements = "settlements", Groupings = "groupings", Events = "events", Reports = "reports";
    private const string Carrier = "carrier", Shipper = "shipper", Consignee = "consignee";

    private static readonly IReadOnlyList<string> carriers = [Roles.Owner, Roles.Carrier], road = [Roles.Owner, Roles.Carrier, Roles.Driver];

    /// <summary>运力.</summary>
    public static readonly StateTable OfferTable = new(Offers,
        By("", "draft", ["DRAFT"], carriers, Resources.By.Anyone), By("", "open", ["OPEN"], carriers, Resources.By.Anyone),
        One("DRAFT", "publish", ["OPEN"], Carrier), One("DRAFT", "cancel", ["CANCELLED"], Carrier),
        One("OPEN", "reserve", ["PART_RESERVED", "FULL"], Resources.By.Anyone), One("PART_RESERVED", "reserve", ["PART_RESERVED", "FULL"], Resources.By.Anyone),
        One("OPEN", "hold", ["PART_RESERVED", "FULL"], Groupings),
        One("PART_RESERVED", "bind", ["PART_RESERVED"], Groupings), One("FULL", "bind", ["FULL"], Groupings),
        One("PART_RESERVED", "confirm", ["PART_RESERVED"], Carrier), One("FULL", "confirm", ["FULL"], Carrier),
        One("PART_RESERVED", "release", ["OPEN", "PART_RESERVED"], Carrier, Shipper), One("FULL", "release", ["OPEN", "PART_RESERVED", "FULL"], Carrier, Shipper),
        One("PART_RESERVED", "restore", ["OPEN", "PART_RESERVED"], Groupings, Consignments), One("FULL", "restore", ["OPEN", "PART_RESERVED", "FULL"], Groupings, Consignments),
        One("OPEN", "lapse", ["OPEN", "EXPIRED"], Resources.By.System), One("PART_RESERVED", "lapse", ["OPEN", "PART_RESERVED", "EXPIRED"], Resources.By.System),
        One("FULL", "lapse", ["OPEN", "PART_RESERVED", "FULL", "EXPIRED"], Resources.By.System),
        One("OPEN", "depart", ["DEPARTED"], Carrier), One("PART_RESERVED", "depart", ["DEPARTED"], Carrier), One("FULL", "depart", ["DEPARTED"], Carrier),
        One("OPEN", "cancel", ["CANCELLED"], Carrier), One("PART_RESERVED", "cancel", ["CANCELLED"], Carrier), One("FULL", "cancel", ["CANCELLED"], Carrier),
        One("DEPARTED", "complete", ["COMPLETED"], Carrier));

    /// <summary>托运单.</summary>
    public static readonly StateTable ConsignmentTable = new(Consignments,
        One("", "draft", ["DRAFT"], Resources.By.Anyone), One("", "place", ["POSTED"], Resources.By.Anyone), One("DRAFT", "edit", ["DRAFT"], Shipper), One("DRAFT", "post", ["POSTED"], Shipper),
        One("DRAFT", "pack", ["DRAFT"], Shipper), One("BOOKED", "pack", ["BOOKED"], Shipper), One("DISPATCHED", "pack", ["DISPATCHED"], Shipper),
        One("DRAFT", "withdraw", ["WITHDRAWN"], Shipper), One("POSTED", "withdraw", ["WITHDRAWN"], Shipper), One("BOOKED", "withdraw", ["WITHDRAWN"], Shipper), One("NO_BID", "withdraw", ["WITHDRAWN"], Shipper),
        One("POSTED", "lapse", ["WITHDRAWN"], Resources.By.System),
        One("POSTED", "group", ["GROUPED"], Groupings), One("GROUPED", "ungroup", ["POSTED"], Groupings, Offers),
        One("POSTED", "tender", ["TENDERED"], Tenders), One("TENDERED", "untender", ["POSTED"], Tenders), One("TENDERED", "noBid", ["NO_BID"], Tenders), One("AWARDED", "noBid", ["NO_BID"], Tenders),
        One("NO_BID", "post", ["POSTED"], Shipper), One("REFUSED_AT_PICKUP", "post", ["POSTED"], Shipper),
        One("POSTED", "award", ["AWARDED"], Offers, Groupings), One("GROUPED", "award", ["AWARDED"], Groupings), One("TENDERED", "award", ["AWARDED"], Tenders),
        One("AWARDED", "release", ["POSTED"], Offers, Groupings), One("AWARDED", "retender", ["TENDERED"], Tenders),
        One("POSTED", "book", ["BOOKED"], Offers, Groupings), One("GROUPED", "book", ["BOOKED"], Groupings), One("AWARDED", "book", ["BOOKED"], Offers, Tenders),
        One("BOOKED", "plan", ["BOOKED"], Trips), One("BOOKED", "dispatch", ["DISPATCHED"], Trips),
        One("DISPATCHED", "load", ["PICKED_UP"], Trips), One("DISPATCHED", "refuse", ["REFUSED_AT_PICKUP"], Trips),
        One("PICKED_UP", "depart", ["IN_TRANSIT"], Trips), One("IN_TRANSIT", "arrive", ["ARRIVED"], Trips), One("ARRIVED", "deliver", ["DELIVERED", "RETURNING"], Trips),
        One("PICKED_UP", "stop", ["EXCEPTION"], Trips), One("IN_TRANSIT", "stop", ["EXCEPTION"], Trips), One("ARRIVED", "stop", ["EXCEPTION"], Trips),
        One("EXCEPTION", "resume", ["PICKED_UP", "IN_TRANSIT", "ARRIVED"], Carrier), One("EXCEPTION", "sendBack", ["RETURNING"], Carrier), One("EXCEPTION", "writeOff", ["CLAIM"], Carrier),
        One("RETURNING", "takeBack", ["POD_ACCEPTED", "CLAIM"], Shipper),
        One("DELIVERED", "accept", ["POD_ACCEPTED"], Shipper, Consignee), One("DELIVERED", "acceptByTime", ["POD_ACCEPTED"], Resources.By.System), One("DELIVERED", "claim", ["CLAIM"], Shipper, Consignee),
        One("CLAIM", "claim", ["CLAIM"], Shipper), One("CLAIM", "concede", ["CLAIM", "POD_ACCEPTED"], Carrier), One("CLAIM", "settleClaim", ["POD_ACCEPTED"], Shipper),
        One("POD_ACCEPTED", "bill", ["BILLED"], Settlements), One("BILLED", "settle", ["SETTLED"], Settlements));

    /// <summary>Tenders.</summary>
    public static readonly StateTable TenderTable = new(Tenders,
        One("", "open", ["OPEN"], Resources.By.Anyone), By("OPEN", "bid", ["OPEN", "CLOSED"], carriers, Resources.By.Anyone), By("OPEN", "decline", ["OPEN", "LAPSED"], carriers, Resources.By.Anyone),
        One("OPEN", "close", ["CLOSED", "LAPSED"], Resources.By.System), One("CLOSED", "award", ["AWARDED"], Shipper), One("CLOSED", "lapse", ["LAPSED"], Resources.By.System),
        By("AWARDED", "confirm", ["CONFIRMED"], carriers, Carrier), One("AWARDED", "lapse", ["LAPSED"], Resources.By.System), One("LAPSED", "nextRound", ["OPEN"], Resources.By.System, Shipper),
        One("OPEN", "withdraw", ["WITHDRAWN"], Shipper), One("CLOSED", "withdraw", ["WITHDRAWN"], Shipper));

    /// <summary>派车单. A step that is told after it was passed leaves the state as it is.</summary>
    public static readonly StateTable TripTable = new(Trips,
        By("", "plan", ["PLANNED"], carriers, Resources.By.Anyone), One("PLANNED", "replan", ["PLANNED"], Carrier), One("PLANNED", "confirm", ["CONFIRMED"], Carrier),
        Road("CONFIRMED", "arrive", "LOADING"), Road("EN_ROUTE", "arrive", "LOADING", "UNLOADING", "EN_ROUTE"), Road("LOADING", "arrive", "LOADING"), Road("UNLOADING", "arrive", "UNLOADING"), Road("CLOSED", "arrive", "CLOSED"),
        Road("LOADING", "load", "LOADING"), Road("UNLOADING", "load", "UNLOADING"), Road("EN_ROUTE", "load", "EN_ROUTE"), Road("CLOSED", "load", "CLOSED"),
        Road("LOADING", "refuse", "LOADING"), Road("UNLOADING", "refuse", "UNLOADING"),
        Road("LOADING", "depart", "EN_ROUTE"), Road("UNLOADING", "depart", "EN_ROUTE"), Road("EN_ROUTE", "depart", "EN_ROUTE"), Road("CLOSED", "depart", "CLOSED"),
        Road("UNLOADING", "deliver", "UNLOADING"), Road("LOADING", "deliver", "LOADING"), Road("EN_ROUTE", "deliver", "EN_ROUTE"), Road("CLOSED", "deliver", "CLOSED"),
        Road("LOADING", "stop", "LOADING"), Road("EN_ROUTE", "stop", "EN_ROUTE"), Road("UNLOADING", "stop", "UNLOADING"),
        Road("CONFIRMED", "track", "CONFIRMED"), Road("LOADING", "track", "LOADING"), Road("EN_ROUTE", "track", "EN_ROUTE"), Road("UNLOADING", "track", "UNLOADING"), Road("CLOSED", "track", "CLOSED"),
        Road("LOADING", "close", "CLOSED"), Road("EN_ROUTE", "close", "CLOSED"), Road("UNLOADING", "close", "CLOSED"));

    /// <summary>结算.</summary>
    public static readonly StateTable SettlementTable = new(Settlements,
        By("", "accrue", ["ACCRUED"], carriers, Resources.By.Anyone), One("ACCRUED", "match", ["MATCHED", "DISPUTED"], Carrier, Shipper), One("ACCRUED", "dispute", ["DISPUTED"], Carrier, Shipper),
        One("MATCHED", "dispute", ["DISPUTED"], Shipper), One("MATCHED", "approve", ["APPROVED", "PAID"], Shipper), One("DISPUTED", "propose", ["DISPUTED", "ACCRUED"], Carrier, Shipper),
        One("APPROVED", "pay", ["APPROVED", "PAID"], Shipper), One("PAID", "reconcile", ["RECONCILED"], Carrier));

    /// <summary>拼车.</summary>
    public static readonly StateTable GroupingTable = new(Groupings,
        One("", "propose", ["PROPOSED"], Resources.By.Anyone, Resources.By.System), One("PROPOSED", "accept", ["PROPOSED", "ACCEPTED"], Shipper), One("PROPOSED", "decline", ["DECLINED"], Shipper),
        One("PROPOSED", "lapse", ["LAPSED"], Resources.By.System), One("ACCEPTED", "lapse", ["LAPSED"], Offers));

    /// <summary>Tracking events; they are written once.</summary>
    public static readonly StateTable EventTable = new(Events, One("", "record", ["RECORDED", "LATE"], Trips, Consignments));

    /// <summary>报送.</summary>
    public static readonly StateTable ReportTable = new(Reports,
        By("", "prepare", ["CHECKED", "REJECTED"], carriers, Resources.By.Anyone), One("REJECTED", "recheck", ["CHECKED", "REJECTED"], Carrier), One("CHECKED", "recheck", ["CHECKED", "REJECTED"], Carrier),
        One("CHECKED", "upload", ["UPLOADED", "REJECTED"], Carrier));

    private static Transition One(string from, string command, IReadOnlyList<string> to, params string[] by) => new(from, command, to, by);

    private static Transition By(string from, string command, IReadOnlyList<string> to, IReadOnlyList<string> hands, params string[] by) => new(from, command, to, by) { Hands = hands };

    private static Transition Road(string from, string command, params string[] to) => new(from, command, to, [Carrier]) { Hands = road };
}
