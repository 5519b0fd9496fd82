namespace Marketplace.Domain.Talent;

/// <summary>A person is trained by a provider and, having passed, gets a certificate that the operator verifies.</summary>
public sealed record Training
{
    /// <summary>The person's id.</summary>
    public required string Worker { get; init; }

    /// <summary>The person's name.</summary>
    public required string Name { get; init; }

    /// <summary>The course.</summary>
    public required string Course { get; init; }

    /// <summary>The kind of certificate that it leads to.</summary>
    public required string Kind { get; init; }

    /// <summary>The firm that sends the person.</summary>
    public required string Employer { get; init; }

    /// <summary>The firm that teaches.</summary>
    public required string Provider { get; init; }

    /// <summary>Begins.</summary>
    public required DateTimeOffset Begins { get; init; }

    /// <summary>Ends.</summary>
    public required DateTimeOffset Ends { get; init; }

    /// <summary>How long the certificate is good for, in months.</summary>
    public required int ValidMonths { get; init; }

    /// <summary>0 to 100, once assessed.</summary>
    public int? Score { get; init; }

    /// <summary>The certificate that came of it, or empty.</summary>
    public string Certificate { get; init; } = "";
}
