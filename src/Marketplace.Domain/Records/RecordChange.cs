namespace Marketplace.Domain.Records;

/// <summary>What a call does to one record in all: from nothing (new), to nothing (gone), or from one version to another.</summary>
public sealed record RecordChange(Entity Entity, string Id, RecordRow? Before, RecordRow? After);
