namespace Marketplace.Storage.Checks;

/// <summary>What one rule looked at and found wrong. All is counted; the first few are told in words.</summary>
public sealed class Findings
{
    /// <summary>The most that are told in words.</summary>
    public const int Most = 20;

    private readonly List<string> told = [];

    /// <summary>How many things were looked at.</summary>
    public long Looked { get; private set; }

    /// <summary>How many were wrong.</summary>
    public long Wrong { get; private set; }

    /// <summary>The first of them, a sentence each.</summary>
    public IReadOnlyList<string> Told => told;

    /// <summary>Some more things were looked at.</summary>
    public void Look(long more = 1) => Looked += more;

    /// <summary>One thing is wrong.</summary>
    public void Add(string sentence)
    {
        Wrong++;
        if (told.Count < Most) told.Add(sentence);
    }
}
