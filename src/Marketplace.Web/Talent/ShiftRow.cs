using System.Text.Json;
using Marketplace.Contracts.Resources;
using Marketplace.Domain;
using Marketplace.Domain.Resources;
using Marketplace.Domain.Talent;

namespace Marketplace.Web.Talent;

/// <summary>A thing of shared work as the page shows it: whatever its collection has of these.</summary>
public sealed class ShiftRow(ResourceView view)
{
    private readonly JsonElement body = JsonElement.Parse(view.Body);

    public ResourceView View => view;

    /// <summary>The work, or what a certificate certifies.</summary>
    public string Title => First("post", "title", "course", "kind");

    public string Person => Text("name");

    public string Worker => Text("worker");

    public string Site => body.TryGetProperty("site", out var site) ? site.GetProperty("name").GetString()! : "";

    public DateTimeOffset? From => At("from") ?? At("start") ?? At("begins") ?? At("bidsUntil");

    public DateTimeOffset? Until => At("until") ?? At("end") ?? At("ends") ?? At("doneBy");

    public IReadOnlyList<string> Needs => body.TryGetProperty("needs", out var needs) ? [.. needs.EnumerateArray().Select(static one => one.GetString()!)] : [];

    public string Lender => First("lender", "employer", "client");

    public string Borrower => First("borrower", "provider");

    public int People => body.TryGetProperty("people", out var people) ? people.GetInt32() : 0;

    public int Waiting => body.TryGetProperty("candidateCount", out var count) ? count.GetInt32() : 0;

    public bool Own => body.TryGetProperty("own", out var own) && own.GetBoolean();

    /// <summary>The bill of an agreement in fen, or null.</summary>
    public long? BillFen => body.TryGetProperty("bill", out var bill) && bill.ValueKind == JsonValueKind.Object ? bill.GetProperty("totalFen").GetInt64() : null;

    /// <summary>The approved sheet of a shift: minutes and wage in fen; or null.</summary>
    public (int Minutes, long WageFen)? Approved =>
        body.TryGetProperty("approved", out var sheet) && sheet.ValueKind == JsonValueKind.Object ? (sheet.GetProperty("minutes").GetInt32(), sheet.GetProperty("wageFen").GetInt64()) : null;

    /// <summary>Who was put forward, as this firm may see it.</summary>
    public IReadOnlyList<JsonElement> Candidates => body.TryGetProperty("candidates", out var all) ? [.. all.EnumerateArray()] : [];

    /// <summary>The bids of an expert task that this firm may see: number and fen.</summary>
    public IReadOnlyList<(int Number, long Fen)> Bids => body.TryGetProperty("bids", out var all) ? [.. all.EnumerateArray().Select(static one => (one.GetProperty("number").GetInt32(), one.GetProperty("fen").GetInt64()))] : [];

    /// <summary>How many bids there are, of which most are sealed.</summary>
    public int BidCount => body.TryGetProperty("bidCount", out var count) ? count.GetInt32() : 0;

    /// <summary>Milestones accepted and all of them; nothing for what has none.</summary>
    public (int Done, int All)? Milestones => body.TryGetProperty("milestones", out var all) ? (body.GetProperty("accepted").GetInt32(), all.GetArrayLength()) : null;

    /// <summary>A part of a candidate, or empty where this firm may not see it.</summary>
    public static string Of(JsonElement candidate, string name) => candidate.TryGetProperty(name, out var value) ? value.ToString() : "";

    /// <summary>The working time that it is, when it counts.</summary>
    public WorkSpell? Spell => view.State is "ACCEPTED" or "CHECKED_IN" or "CHECKED_OUT" or "DISPUTED" or "APPROVED" or "PAID"
        ? new WorkSpell(From!.Value, Until!.Value, Approved?.Minutes ?? body.GetProperty("plannedMinutes").GetInt32(), new SitePoint("", 0, 0)) : null;

    private string First(params string[] names) => names.Select(Text).FirstOrDefault(static text => text.Length > 0) ?? "";

    private string Text(string name) => body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private DateTimeOffset? At(string name) => body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var at) ? at : null;
}
