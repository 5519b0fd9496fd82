namespace Marketplace.Domain.Talent;

/// <summary>A certificate of a worker: a licence, a course passed, or the labour contract with the firm that hands it in.</summary>
public sealed record SkillCert
{
    /// <summary>The kind that proves whose employee somebody is: a firm lends only people with whom it has one (人社厅发〔2020〕98号: the
    /// labour relation stays with the lender).</summary>
    public const string Contract = "labourContract";

    /// <summary>The person's id.</summary>
    public required string Worker { get; init; }

    /// <summary>The person's name.</summary>
    public required string Name { get; init; }

    /// <summary>What it certifies, a word: <c>toolSetter</c>, <c>forklift</c>, <see cref="Contract"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The number printed on it.</summary>
    public required string Number { get; init; }

    /// <summary>The firm that handed it in.</summary>
    public required string Employer { get; init; }

    /// <summary>Valid from.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Valid until, that instant not included.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Where the scan of it lies: a reference of the firm's.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>Why it was rejected or revoked.</summary>
    public string Why { get; init; } = "";
}
