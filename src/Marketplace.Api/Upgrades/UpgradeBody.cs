using System.Text.Json;
using Marketplace.Api.Http;
using Marketplace.Api.Installs;
using Marketplace.Contracts.Upgrades;
using Marketplace.Domain;
using Marketplace.Domain.Texts;
using Marketplace.Domain.Upgrades;

namespace Marketplace.Api.Upgrades;

/// <summary>The version a firm takes.</summary>
internal sealed record UpgradeBody
{
    public string? Version { get; init; }
    /// <summary>The word <c>all</c>, or an array of scopes that are agreed to beside those agreed to before.</summary>
    public JsonElement Grants { get; init; }

    public Answer<UpgradeOrder> AsOrder()
    {
        if (Version is { Length: > 64 }) return Commands.Invalid("/version", "maxLength", "too long");
        var grants = GrantList.Read(Grants);
        return grants.Refusal is { } unfit ? unfit : new UpgradeOrder { Version = Version ?? "", AllGrants = grants.Must().All, Grants = grants.Must().Scopes };
    }
}

/// <summary>How an app hears of other versions.</summary>
internal sealed record ChannelBody
{
    /// <summary><c>listed auto pinned</c>.</summary>
    public required string Channel { get; init; }
}

/// <summary>How a firm goes back.</summary>
internal sealed record RollbackBody
{
    /// <summary>True: records that cannot be carried back are taken out.</summary>
    public bool? Accept { get; init; }
}

/// <summary>Why something could not be done, with its sentence.</summary>
internal sealed record WhyBody(string Code, string Message, IReadOnlyDictionary<string, string> Facts)
{
    public static WhyBody? Of(Refusal? why, string culture) => why is null ? null : new WhyBody(why.Code, RefusalTexts.Sentence(culture, why), why.Facts);
}

/// <summary>A version beside the one in use.</summary>
internal sealed record OfferBody
{
    public required string Version { get; init; }
    /// <summary><c>major minor patch</c>.</summary>
    public required string Step { get; init; }
    public required IReadOnlyList<Difference> Differences { get; init; }
    /// <summary>Scopes that must be agreed to.</summary>
    public required IReadOnlyList<string> Consents { get; init; }
    /// <summary>Whether the app carries records over.</summary>
    public bool Migrates { get; init; }
    public WhyBody? Blocked { get; init; }
}

/// <summary>An upgrade or a rollback and how far it is.</summary>
internal sealed record PassageBody
{
    public required string Id { get; init; }
    /// <summary><c>up back</c>.</summary>
    public required string Direction { get; init; }
    /// <summary><c>running done failed conflicts undone</c>.</summary>
    public required string State { get; init; }
    public required string From { get; init; }
    public required string To { get; init; }
    public long Looked { get; init; }
    public long Changed { get; init; }
    public long Conflicts { get; init; }
    /// <summary>The first records that cannot be carried back, as <c>entity/id</c>.</summary>
    public required IReadOnlyList<string> Told { get; init; }
    public WhyBody? Why { get; init; }
    public DateTimeOffset At { get; init; }
    public DateTimeOffset ChangedAt { get; init; }
    public required string Actor { get; init; }
}

/// <summary>The version that can be had back.</summary>
internal sealed record BackBody(string Version, DateTimeOffset Until, bool Migrates);

/// <summary>An app's versions as its firm sees them.</summary>
internal sealed record UpgradePage
{
    public required string App { get; init; }
    public required string Version { get; init; }
    public required string State { get; init; }
    /// <summary><c>listed auto pinned</c>.</summary>
    public required string Channel { get; init; }
    public OfferBody? Offer { get; init; }
    public PassageBody? Last { get; init; }
    public BackBody? Back { get; init; }

    public static UpgradePage Of(UpgradeFacts facts, string culture) => new()
    {
        App = facts.App, Version = facts.Version, State = facts.State, Channel = facts.Channel,
        Offer = facts.Offer is not { } offer ? null : new OfferBody
        {
            Version = offer.Version, Step = offer.Step, Differences = offer.Differences, Consents = offer.Consents, Migrates = offer.Migrates, Blocked = WhyBody.Of(offer.Blocked, culture),
        },
        Last = facts.Last is not { } last ? null : new PassageBody
        {
            Id = last.Id, Direction = last.Direction, State = last.State, From = last.From, To = last.To, Looked = last.Looked, Changed = last.Changed, Conflicts = last.Conflicts,
            Told = last.Told, Why = WhyBody.Of(last.Why, culture), At = last.At, ChangedAt = last.ChangedAt, Actor = last.Actor,
        },
        Back = facts.Back is not { } back ? null : new BackBody(back.Version, back.Until, back.Migrates),
    };
}
