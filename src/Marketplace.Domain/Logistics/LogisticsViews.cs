using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Domain.Resources;

namespace Marketplace.Domain.Logistics;

/// <summary>What who may see. A firm that is no party sees of an open thing what it needs to say yes: the lane, the load, the time. Nobody sees
/// another's bid before a round is closed, and after that only who asked sees all of them. Papers of drivers stay at the carrier.</summary>
internal static class LogisticsViews
{
    private static readonly string[] goods = ["class", "temperature", "load", "pickup", "delivery"];

    public static JsonObject View(IResourceService service, Resource thing, ResourceViewer viewer)
    {
        if (thing.Body is TrackedEvent seen) return EpcisRules.Json(seen);
        var json = JsonSerializer.SerializeToNode(thing.Body, service.Shape(thing.Name.Collection))!.AsObject();
        var isParty = thing.Parties.Any(one => one.Tenant == viewer.Tenant);
        switch (thing.Body)
        {
            case CapacityOffer offer:
                if (viewer.Tenant != offer.Carrier) Keep(json["reservations"]!.AsArray(), one => one!["parts"]!.AsArray().Any(part => (string?)part!["shipper"] == viewer.Tenant));
                break;
            case Consignment when !isParty:
                foreach (var name in json.Select(static pair => pair.Key).Where(static name => !goods.Contains(name)).ToArray()) json.Remove(name);
                foreach (var end in (string[])["pickup", "delivery"]) json[end]!["place"]!["name"] = ""; // the city, not the gate
                break;
            case Tender tender: Seal(json, thing, tender, viewer); break;
            case Trip or Report: break; // the carrier's alone
        }
        return json;
    }

    private static void Seal(JsonObject json, Resource thing, Tender tender, ResourceViewer viewer)
    {
        if (viewer.Tenant != tender.Shipper)
        {
            json.Remove("ceilingFen");
            json.Remove("out");
            json["invited"] = new JsonArray([.. tender.Invited.Where(one => one == viewer.Tenant).Select(static one => JsonValue.Create(one))]);
        }
        var seesAll = viewer.Tenant == tender.Shipper && thing.State is not "OPEN";
        if (!seesAll) Keep(json["bids"]!.AsArray(), bid => (string?)bid!["carrier"] == viewer.Tenant);
        if (!seesAll && tender.Winner?.Carrier != viewer.Tenant) json.Remove("winner");
    }

    private static void Keep(JsonArray all, Func<JsonNode?, bool> keep)
    {
        for (var at = all.Count - 1; at >= 0; at--) if (!keep(all[at])) all.RemoveAt(at);
    }
}
