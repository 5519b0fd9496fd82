namespace Marketplace.Views.Kit;

/// <summary>A lane on a day and what runs on it.</summary>
public sealed record Lane(string Name, string Day, IReadOnlyList<LaneBar> Bars);

/// <summary>A span of the day, from 0 at midnight to 1.</summary>
/// <param name="Kind"><c>offer</c>, <c>goods</c>, <c>group</c>; <c>mine</c> beside it for the firm's own.</param>
public sealed record LaneBar(double From, double Until, string Text, string Href, string Kind, bool Current = false, string Own = "");
