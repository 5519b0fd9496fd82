import { plain } from './numbers.js';

// What an approver signed: every parameter with its limits, in the order of their names.
export function fingerprint(ctx, parameters) {
  const rows = parameters.map((p) => [p.name, plain(p.target), plain(p.lsl), plain(p.usl), p.unit].join('|'));
  return ctx.hash.sha256(rows.sort().join('\n'));
}
