// The indices of ISO 22400-2. Over several shifts times and pieces are summed first: the mean of ratios is no ratio.

// `busy` planned busy time, `ran` actual production time, `ideal` what the pieces would have taken at the planned pace: milliseconds.
export function indices({ busy, ran, ideal, good, total, idealGood }) {
  return {
    availability: share(ran, busy), effectiveness: share(ideal, ran), quality: share(good, total),
    oee: total > 0 ? share(idealGood, busy) : share(0, busy), // availability × effectiveness × quality without its roundings
  };
}

// A machine that was not planned has no index: nothing out of nothing is not a hundred percent.
const share = (part, whole) => (whole > 0 ? (Math.round((part / whole) * 1e6) / 1e6).toFixed(6) : null);

export function sum(rows) {
  const all = { busy: 0, ran: 0, ideal: 0, idealGood: 0, good: 0, total: 0, planned: 0, unplanned: 0 };
  for (const row of rows) for (const name of Object.keys(all)) all[name] += row[name] ?? 0;
  return all;
}
