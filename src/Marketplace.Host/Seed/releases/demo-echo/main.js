// Hands back what it was given: for trying a connection, a token or an awkward body.
export function echo({ input }) {
  return input;
}

// How large and how deep a body is, for finding out why one is refused.
export function measure({ input }) {
  const text = JSON.stringify(input);
  return { kind: kindOf(input), characters: text.length, depth: depthOf(input) };
}

function kindOf(value) {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function depthOf(value) {
  if (value === null || typeof value !== 'object') return 0;
  let deepest = 0;
  for (const key of Object.keys(value)) deepest = Math.max(deepest, depthOf(value[key]));
  return deepest + 1;
}
