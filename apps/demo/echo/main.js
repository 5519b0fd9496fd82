// Hands back what it was given: for trying a connection, a token or an awkward body.
export function echo({ input }) {
  return input;
}
