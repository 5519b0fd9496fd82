// Decimals travel as text. These two functions are all the app does to the text itself; arithmetic is ctx.decimal's.

const SHAPE = /^-?[0-9]{1,12}(\.[0-9]{1,6})?$/;

// A value as a machine reports it: text or a JSON number. What is not a plain decimal of at most six places is null.
export function readable(value) {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && SHAPE.test(text) ? text : null;
}

// '1200.500' and '1200.5' are one number: without the zeros that say nothing.
export function plain(text) {
  if (!text.includes('.')) return text;
  const short = text.replace(/0+$/, '').replace(/\.$/, '');
  return short === '-0' ? '0' : short;
}
