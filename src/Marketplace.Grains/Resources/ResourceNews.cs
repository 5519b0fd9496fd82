using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.Domain.Invocations;
using Marketplace.Domain.Records;
using Marketplace.Domain.Resources;
using Marketplace.Grains.Documents;
using Marketplace.Grains.Jobs;
using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Marketplace.Storage.Resources;

namespace Marketplace.Grains.Resources;

/// <summary>What happened to shared things, told to the apps of the firms whose business it is, as CloudEvents 1.0.</summary>
internal static class ResourceNews
{
    /// <summary>Puts the events of a decision into its unit: each firm's once, in order per service.</summary>
    public static void Tell(Unit unit, ResourceShelf shelf, ResourceCommand command, IReadOnlyList<ResourceEvent> events, DateTimeOffset now)
    {
        for (var i = 0; i < events.Count; i++)
        {
            var happened = events[i];
            foreach (var tenant in happened.Tenants.Distinct(StringComparer.Ordinal))
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"{shelf}/{ResourceCommand.IdOf(command.Tenant, $"{command.On} {command.Operation}", i)}");
                var body = new JsonObject
                {
                    ["specversion"] = "1.0", ["id"] = id, ["type"] = happened.Type, ["source"] = $"/brains/{shelf.Brain}/{shelf.Service}",
                    ["subject"] = happened.Subject.ToString(), ["time"] = Forms.TimeText(now), ["datacontenttype"] = "application/json", ["tenantid"] = tenant,
                    ["data"] = happened.Data.DeepClone(),
                };
                var pending = new PendingEvent(tenant, command.App, happened.Type, body.ToJsonString());
                OutboxFacts.Send(unit, $"{tenant}:{id}", $"{shelf}:{tenant}", $"events:{tenant}", Messages.EventKind, GrainJson.Bytes(pending), now);
            }
        }
    }
}
