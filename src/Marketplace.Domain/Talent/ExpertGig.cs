using System.Text.Json.Serialization;

namespace Marketplace.Domain.Talent;

/// <summary>A task for an expert or engineer, by milestones, for a fixed sum that firms bid for under seal.</summary>
public sealed record ExpertGig
{
    /// <summary>What is wanted, in a line.</summary>
    public required string Title { get; init; }

    /// <summary>Kinds of certificates that the expert must have.</summary>
    public IReadOnlyList<string> Needs { get; init => field = value ?? []; } = [];

    /// <summary>The firm that asks.</summary>
    public required string Client { get; init; }

    /// <summary>The parts, in order.</summary>
    public IReadOnlyList<Milestone> Milestones { get; init => field = value ?? []; } = [];

    /// <summary>Bids are taken until then and opened then.</summary>
    public required DateTimeOffset BidsUntil { get; init; }

    /// <summary>When it must be done.</summary>
    public required DateTimeOffset DoneBy { get; init; }

    /// <summary>True once bids are open.</summary>
    public bool Opened { get; init; }

    /// <summary>The bids.</summary>
    public IReadOnlyList<GigBid> Bids { get; init => field = value ?? []; } = [];

    /// <summary>The number of the bid that got it; 0 before.</summary>
    public int Chosen { get; init; }

    /// <summary>Milestones that the expert has handed over.</summary>
    public int Delivered { get; init; }

    /// <summary>Milestones that the client has accepted.</summary>
    public int Accepted { get; init; }

    /// <summary>Why it went to arbitration or was closed.</summary>
    public string Why { get; init; } = "";

    /// <summary>The bid that got it.</summary>
    [JsonIgnore]
    public GigBid? Won => Bids.FirstOrDefault(one => one.Number == Chosen);
}

/// <summary>A part of a task.</summary>
/// <param name="Title">What is handed over.</param>
/// <param name="ShareBp">Its share of the sum, in hundredths of a percent; all shares are 10,000.</param>
public sealed record Milestone(string Title, int ShareBp);

/// <summary>A bid.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Expert">The firm that bids.</param>
/// <param name="Worker">The person who would do it.</param>
/// <param name="Fen">For how much.</param>
/// <param name="Held">Needed certificates that the person has.</param>
public sealed record GigBid(int Number, string Expert, string Worker, long Fen, int Held);
