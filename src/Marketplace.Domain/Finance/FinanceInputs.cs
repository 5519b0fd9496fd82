using System.Text.Json.Serialization;

namespace Marketplace.Domain.Finance;

internal sealed record PublishInput(string Order, string Seller, IReadOnlyList<PublishLine> Lines);

internal sealed record PublishLine(string Part, long Quantity, long PriceFen, string Due);

internal sealed record ShipInput(string Calloff, string Note, string Asn, IReadOnlyList<ShipLine> Lines);

internal sealed record ShipLine(int Line, long Quantity, string? Lot);

internal sealed record ReceiveInput(IReadOnlyList<ReceiveLine> Lines);

internal sealed record ReceiveLine(int Line, long Accepted, string? Reason);

internal sealed record DrawInput(string Debtor, string Month);

internal sealed record ReasonInput(string Reason);

internal sealed record DraftInput(string? Statement, string? Debtor, NumberedFen? Order, NumberedFen? Receipt);

internal sealed record NumberedFen(string Number, long Fen);

internal sealed record EvidenceInput(string CreditCode, IReadOnlyList<InvoiceLine> Invoices);

internal sealed record ConfirmInput(string Due, string? Reason);

internal sealed record LessInput(long Fen, string Reason);

internal sealed record ReferenceInput(string Reference);

internal sealed record IssueInput(string Receivable, string Line, string? Terms);

internal sealed record SplitInput(IReadOnlyList<long> Parts);

internal sealed record OfferInput(string To);

internal sealed record ApplyInput(string? Lot, string? Receivable, string? CreditCode, IReadOnlyList<InvoiceLine>? Invoices, IReadOnlyList<string> Funders, bool? Recourse);

internal sealed record CheckInput(string Register, string? Cleared);

internal sealed record QuoteInput(long RatePpm, string? Basis, long FeeFen, string? PayOn, string? Line);

internal sealed record AcceptInput(string? Funder);

internal sealed record DisburseInput(string Reference, string? PaidOn);

internal sealed record ProposeInput(string Firm, string Kind, long CapFen, long? AlphaPpm, long? BetaPpm);

internal sealed record LimitInput(long LimitFen);

/// <summary>What is stored and what is read, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(CallOff)), JsonSerializable(typeof(Delivery)), JsonSerializable(typeof(Statement)), JsonSerializable(typeof(Receivable))]
[JsonSerializable(typeof(Voucher)), JsonSerializable(typeof(Lot)), JsonSerializable(typeof(Financing)), JsonSerializable(typeof(CreditLine))]
[JsonSerializable(typeof(PublishInput)), JsonSerializable(typeof(ShipInput)), JsonSerializable(typeof(ReceiveInput)), JsonSerializable(typeof(DrawInput))]
[JsonSerializable(typeof(ReasonInput)), JsonSerializable(typeof(DraftInput)), JsonSerializable(typeof(EvidenceInput)), JsonSerializable(typeof(ConfirmInput))]
[JsonSerializable(typeof(LessInput)), JsonSerializable(typeof(ReferenceInput)), JsonSerializable(typeof(IssueInput)), JsonSerializable(typeof(SplitInput))]
[JsonSerializable(typeof(OfferInput)), JsonSerializable(typeof(ApplyInput)), JsonSerializable(typeof(CheckInput)), JsonSerializable(typeof(QuoteInput))]
[JsonSerializable(typeof(AcceptInput)), JsonSerializable(typeof(DisburseInput)), JsonSerializable(typeof(ProposeInput)), JsonSerializable(typeof(LimitInput))]
internal sealed partial class FinanceJson : JsonSerializerContext;
