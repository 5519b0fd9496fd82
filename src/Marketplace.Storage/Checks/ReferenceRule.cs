using Marketplace.Storage.Reading;

namespace Marketplace.Storage.Checks;

/// <summary>Rows that speak of another row find it.</summary>
internal sealed class ReferenceRule : StoreRule
{
    private static readonly (string Table, string Named, string Sql)[] Pairs =
    [
        ("install_head", "a firm", "SELECT h.tenant, count(*) FROM install_head h WHERE NOT EXISTS (SELECT 1 FROM orleansstorage d WHERE d.grainidextensionstring = 'tenant:' || h.tenant || '/self') GROUP BY h.tenant"),
        ("record", "an install", "SELECT install, count(*) FROM record r WHERE NOT EXISTS (SELECT 1 FROM install_head h WHERE h.id = r.install) GROUP BY install"),
        ("record_key", "a record", "SELECT k.install || '/' || k.entity || '/' || k.id, count(*) FROM record_key k WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.install = k.install AND r.entity = k.entity AND r.id = k.id) GROUP BY k.install, k.entity, k.id"),
        ("file", "an install", "SELECT install, count(*) FROM file f WHERE NOT EXISTS (SELECT 1 FROM install_head h WHERE h.id = f.install) GROUP BY install"),
        ("record_before", "a passage", "SELECT install || '/' || run, count(*) FROM record_before b WHERE NOT EXISTS (SELECT 1 FROM upgrade_run u WHERE u.install = b.install AND u.id = b.run) GROUP BY install, run"),
        ("record_next", "a passage under way", "SELECT install, count(*) FROM record_next n WHERE NOT EXISTS (SELECT 1 FROM upgrade_run u WHERE u.install = n.install AND u.state = 'running') GROUP BY install"),
        ("record_next_key", "a staged record", "SELECT install, count(*) FROM record_next_key k WHERE NOT EXISTS (SELECT 1 FROM record_next n WHERE n.install = k.install AND n.entity = k.entity AND n.id = k.id) GROUP BY install"),
        ("invocation", "an install", "SELECT i.tenant || '/' || i.app, count(*) FROM invocation i WHERE NOT EXISTS (SELECT 1 FROM install_head h WHERE h.tenant = i.tenant AND h.app = i.app) GROUP BY i.tenant, i.app"),
        ("meter_day", "an install", "SELECT i.tenant || '/' || i.app, count(*) FROM meter_day i WHERE NOT EXISTS (SELECT 1 FROM install_head h WHERE h.tenant = i.tenant AND h.app = i.app) GROUP BY i.tenant, i.app"),
        ("token", "a person", "SELECT t.person, count(*) FROM token t WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.id = t.person) GROUP BY t.person"),
        ("reading", "a device", "SELECT r.device, count(*) FROM reading r WHERE NOT EXISTS (SELECT 1 FROM device d WHERE d.id = r.device) GROUP BY r.device"),
        ("audit", "a chain", "SELECT a.chain, count(*) FROM audit a WHERE NOT EXISTS (SELECT 1 FROM audit_head h WHERE h.chain = a.chain) GROUP BY a.chain"),
    ];

    public override string Name => "references";

    public override string Promise => "rows that name another row find it";

    public override async Task Look(Snapshot store, Findings findings, CancellationToken cancel)
    {
        foreach (var (table, named, sql) in Pairs)
        {
            findings.Look(await store.Number($"SELECT count(*) FROM {table}", cancel));
            await foreach (var row in store.Read(sql, cancel)) findings.Add($"{row.Number(1)} rows of {table} name {named} that is not there: {row.Text(0)}");
        }
    }
}
