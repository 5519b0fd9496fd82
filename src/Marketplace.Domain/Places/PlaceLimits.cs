namespace Marketplace.Domain.Places;

/// <summary>How much of one kind of work may be in progress, and how much may wait for it.</summary>
/// <param name="Places">Work in progress at most, all callers together; at least 1.</param>
/// <param name="Queue">Work that waits at most, all callers together; 0 for none.</param>
public sealed record PlaceLimits(int Places, int Queue)
{
    /// <summary>Places that one caller may hold. A quarter is out of everybody's reach, so that a newcomer finds a place even while
    /// somebody's work hangs.</summary>
    public int Most => Math.Max(1, Places - Places / 4);
}
