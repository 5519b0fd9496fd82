using System.Text.Json;
using Marketplace.Domain;
using Marketplace.Domain.Logistics;
using Marketplace.Grains;
using Marketplace.Grains.Catalogue;
using Marketplace.Grains.Jobs;
using Marketplace.Grains.Logistics;
using Marketplace.Grains.Resources;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.Tests.Cluster.Storage;
using Xunit;

namespace Marketplace.Tests.Cluster.Resources;

/// <summary>Photos of deliveries: the carrier keeps one, shipper and carrier see it, and it stays as long as a proof names it.</summary>
public sealed class DeliveryPhotos(Stores stores) : IClassFixture<Stores>
{
    private static readonly byte[] photo = [0xFF, 0xD8, 0xFF, 0xE0, .. Enumerable.Range(0, 3_000).Select(static n => (byte)n)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Are_for_shipper_and_carrier_and_stay_while_a_proof_names_them(string engine)
    {
        stores.Clock.Now = new(2026, 9, 1, 8, 0, 0, TimeSpan.Zero);
        var database = await stores.Open(engine);
        var photos = new PhotoShelf(new ResourceShelves([new LogisticsService()], database), database);
        await Goods(database, null);
        foreach (var other in (string[])["maker", "buyer", "stranger"]) Assert.Equal(Codes.NotFound, (await photos.Put("auto", As(other), "c-1", photo)).Refusal!.Code);
        Assert.Equal(Codes.NotFound, (await photos.Put("auto", As("truck") with { Brain = "hardware" }, "c-1", photo)).Refusal!.Code);
        Assert.Equal(Codes.FileType, (await photos.Put("auto", As("truck"), "c-1", "%PDF-1.7"u8.ToArray())).Refusal!.Code);
        Assert.Equal(Codes.BodyTooLarge, (await photos.Put("auto", As("truck"), "c-1", [.. photo, .. new byte[PhotoRules.Most]])).Refusal!.Code);
        var name = (await photos.Put("auto", As("truck"), "c-1", photo)).Must();
        Assert.Equal(Codes.NotFound, (await photos.Get("auto", As("truck"), "c-1")).Refusal!.Code);

        await Goods(database, name);
        foreach (var party in (string[])["maker", "truck"]) Assert.Equal(photo, (await photos.Get("auto", As(party), "c-1")).Must());
        foreach (var other in (string[])["buyer", "stranger"]) Assert.Equal(Codes.NotFound, (await photos.Get("auto", As(other), "c-1")).Refusal!.Code);

        // What is named stays; what is not goes a day after it was put.
        var lone = (await photos.Put("auto", As("truck"), "c-1", [.. photo, 7])).Must();
        stores.Clock.Now = stores.Clock.Now.AddHours(25);
        await new Keeping(database, new ReleaseLibrary(database, stores.Clock), new GrainOptions(), stores.Clock).Turn("keep:2026-09-02:1");
        Assert.Equal(photo, (await photos.Get("auto", As("maker"), "c-1")).Must());
        Assert.Null(await BlobFacts.Get(database, PhotoRules.Digest(lone)!, Cancel));

        // A proof can name bytes that are no photo: they are not shown for one.
        var unit = new Unit();
        var secret = BlobFacts.Put(unit, "a package"u8, stores.Clock.Now);
        await database.Commit(unit, Cancel);
        await Goods(database, PhotoRules.Prefix + secret);
        Assert.Equal(Codes.NotFound, (await photos.Get("auto", As("maker"), "c-1")).Refusal!.Code);
    }

    private static Caller As(string firm) => new() { Tenant = firm, Brain = "auto", Actor = firm, Roles = [Roles.Owner] };

    private async Task Goods(Database database, string? named)
    {
        var spot = new PlaceWindow(new Place("gate", "500112", 106_500_000, 29_600_000), new Window(stores.Clock.Now, stores.Clock.Now.AddHours(2)));
        var goods = new Consignment
        {
            Shipper = "maker", Consignee = "buyer", Goods = "castings", Class = "GENERAL", Temperature = "AMBIENT", Load = new Load(10, 10, 1), Pickup = spot, Delivery = spot,
            Award = new Award("offer:o-1", "truck", 26_000), Pod = named is null ? null : new ProofOfDelivery(stores.Clock.Now, "a person", named),
        };
        var unit = new Unit();
        unit.Do("DELETE FROM resource WHERE id = 'c-1'").Do("DELETE FROM resource_mark WHERE id = 'c-1'");
        unit.Do(
            """
            INSERT INTO resource (brain, service, collection, id, seq, state, body, parties, marks, open, due, due_command, created, changed)
            VALUES ('auto', 'logistics', 'consignments', 'c-1', 1, 'DELIVERED', $1, $2, $3, 0, 0, '', 1, 1)
            """, JsonSerializer.SerializeToUtf8Bytes(goods, new LogisticsService().Shape("consignments")), """["shipper:maker","consignee:buyer","carrier:truck"]"""u8.ToArray(), "[]"u8.ToArray());
        if (named is not null) unit.Do("INSERT INTO resource_mark (brain, service, collection, mark, id) VALUES ('auto', 'logistics', 'consignments', $1, 'c-1')", PhotoRules.Mark + PhotoRules.Digest(named));
        Assert.True((await database.Commit(unit, Cancel)).Ok);
    }
}
