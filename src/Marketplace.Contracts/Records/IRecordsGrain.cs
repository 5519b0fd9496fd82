using Marketplace.Domain;
using Orleans;

namespace Marketplace.Contracts.Records;

/// <summary>A firm's records, for people and integrations. Stateless; key <see cref="Keys.Records"/>. Writes are units of work of their own.</summary>
[Alias("records.records")]
public interface IRecordsGrain : IGrainWithStringKey
{
    /// <summary>Runs a query given as JSON (<c>where orderBy limit after select</c>); the page is crossing-form JSON.</summary>
    [Alias("query")] Task<Answer<RecordPage>> Query(Caller caller, string app, string entity, byte[] query);

    /// <summary>Groups of records by an aggregate given as JSON (<c>where groupBy sum avg min max</c>): a JSON array of
    /// <c>{group{}, count, sum{}, avg{}, min{}, max{}}</c>, at most 1,000.</summary>
    [Alias("groups")] Task<Answer<byte[]>> Groups(Caller caller, string app, string entity, byte[] aggregate);

    /// <summary>One record as crossing-form JSON, or <c>notFound</c>.</summary>
    [Alias("get")] Task<Answer<byte[]>> Get(Caller caller, string app, string entity, string id);

    /// <summary>Creates a record; the answer is the record.</summary>
    [Alias("insert")] Task<Answer<byte[]>> Insert(Caller caller, string app, string entity, byte[] body);

    /// <summary>Changes fields; version 0 means whatever it is.</summary>
    [Alias("update")] Task<Answer<byte[]>> Update(Caller caller, string app, string entity, string id, long version, byte[] patch);

    /// <summary>Removes a record.</summary>
    [Alias("delete")] Task<Answer<Done>> Delete(Caller caller, string app, string entity, string id, long version);

    /// <summary>A text entry of the installed release (manifest <c>app.json</c>, views, locales), or <c>notFound</c>.</summary>
    [Alias("entry")] Task<Answer<byte[]>> Entry(Caller caller, string app, string path);
}

/// <summary>A page of records: a JSON array, and where it goes on.</summary>
[GenerateSerializer, Immutable, Alias("records.page")]
public sealed record RecordPage
{
    /// <summary>UTF-8 JSON array.</summary>
    [Id(0)] public required byte[] Records { get; init; }
    [Id(1)] public string Next { get; init; } = "";
    [Id(2)] public int Count { get; init; }
}
