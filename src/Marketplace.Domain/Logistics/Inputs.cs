namespace Marketplace.Domain.Logistics;

internal sealed record OfferInput(
    Load Capacity, string BodyType, string Temperature, Place From, Place To, int RadiusKm, Window Window, bool ReturnLoad, bool Instant, Tariff Tariff);

internal sealed record ConsignmentInput(
    string Goods, string Class, string Temperature, Load Load, PlaceWindow Pickup, PlaceWindow Delivery, string? Consignee);

internal sealed record ReserveInput(string Consignment);

internal sealed record ReservationInput(string Reservation);

internal sealed record LotInput(string Sscc, string Item, string? Batch, string? Gtin, int Quantity);

internal sealed record PackInput(IReadOnlyList<LotInput> Lots, Place? Place, DateTimeOffset At);

internal sealed record ClaimInput(long Fen, string Reason);

internal sealed record FenInput(long Fen);

internal sealed record ReasonInput(string Reason);

internal sealed record CountedLot(string Sscc, int Quantity);

internal sealed record TakeBackInput(IReadOnlyList<CountedLot>? Lots);

internal sealed record TenderInput(
    IReadOnlyList<string> Consignments, string Kind, IReadOnlyList<string>? Invited, long? CeilingFen, int RoundMinutes, int MostRounds);

internal sealed record BidInput(long FreightFen, long TollFen, long HandlingFen, long TaxFen);

internal sealed record PlannedStopInput(string Consignment, bool Delivers);

internal sealed record PlanInput(
    IReadOnlyList<string> Consignments, Vehicle Vehicle, Driver Driver, DateTimeOffset Leaves, IReadOnlyList<PlannedStopInput>? Stops);

internal sealed record ReplanInput(Vehicle Vehicle, Driver Driver, DateTimeOffset Leaves, IReadOnlyList<PlannedStopInput>? Stops);

internal sealed record StepInput(DateTimeOffset At, int? Stop, IReadOnlyList<TemperatureReading>? Readings);

internal sealed record LoadInput(string Consignment, DateTimeOffset At, IReadOnlyList<CountedLot>? Lots, string? Seal);

internal sealed record HaltInput(string Consignment, DateTimeOffset At, string Reason);

internal sealed record DeliveredLot(string Sscc, int Delivered, int Lost);

internal sealed record DeliverInput(
    string Consignment, DateTimeOffset At, string SignedBy, string? Photo, IReadOnlyList<DeliveredLot>? Lots, IReadOnlyList<TemperatureReading>? Readings);

internal sealed record Position(DateTimeOffset At, int Longitude, int Latitude);

internal sealed record PositionInput(IReadOnlyList<Position> Points);

internal sealed record AccrueInput(string Consignment, long Fen);

internal sealed record PayInput(string Serial, string Bank, long Fen, DateTimeOffset At);

internal sealed record ProposeInput(string Offer, IReadOnlyList<string> Consignments, IReadOnlyList<PlannedStopInput>? Stops);

internal sealed record PrepareInput(string Settlement);

internal sealed record UploadInput(string Receipt);
