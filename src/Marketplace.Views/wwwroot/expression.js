// @ts-check
// The one expression language in the browser: twin of Domain/Expressions, bound to it by sdk/schema/expression.fixtures.json.
// Numbers are exact: BigInt scaled by 10^12, below 10^15 in size.

/**
 * @typedef {{ kind: 'null' } | { kind: 'boolean', value: boolean } | { kind: 'number', value: bigint } | { kind: 'text', value: string }
 *   | { kind: 'json', count: number } | { kind: 'refused', rule: string, at: number }} Value
 * @typedef {{ kind: 'name' | 'number' | 'text' | 'sign' | 'end', text: string, at: number, end: number }} Token
 * @typedef {(row: any, decimals?: Set<string>) => Value} Node
 */

const places = 12n, unit = 10n ** places, bound = 10n ** 27n, deepest = 32;
/** @type {Value} */
const none = { kind: 'null' };
/** @param {boolean} value @returns {Value} */
const truth = (value) => ({ kind: 'boolean', value });
/** @param {bigint} value @returns {Value} */
const figure = (value) => ({ kind: 'number', value });
/** @param {string} rule @param {number} at @returns {Value} */
const no = (rule, at) => ({ kind: 'refused', rule, at: at + 1 });

/** @param {bigint} n */
const size = (n) => (n < 0n ? -n : n);
/** @param {bigint} dividend @param {bigint} divisor */
function over(dividend, divisor) {
  let quotient = size(dividend) / size(divisor);
  if ((size(dividend) % size(divisor)) * 2n >= size(divisor)) quotient += 1n;
  return (dividend < 0n) !== (divisor < 0n) ? -quotient : quotient;
}
/** @param {bigint} n @param {number} at @returns {Value} */
const within = (n, at) => (size(n) < bound ? figure(n) : no('range', at));

/** A number in plain decimal form, else null. @param {string} text @returns {bigint | null} */
function plain(text) {
  const parts = /^(-?)(\d{1,15})(?:\.(\d{1,12}))?$/.exec(text);
  if (!parts) return null;
  const n = BigInt(parts[2]) * unit + BigInt((parts[3] ?? '').padEnd(12, '0'));
  return parts[1] ? -n : n;
}
/** A JSON number, rounded to 12 places; null when it is too large. @param {number} n @returns {bigint | null} */
function exact(n) {
  if (!Number.isFinite(n)) return null;
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(n));
  if (!parts) return null;
  const digits = BigInt(parts[2] + (parts[3] ?? '')), power = Number(parts[4] ?? 0) - (parts[3] ?? '').length + 12;
  if (power > 40) return null;
  const scaled = power >= 0 ? digits * 10n ** BigInt(power) : power < -400 ? 0n : over(digits, 10n ** BigInt(-power));
  return scaled < bound ? (parts[1] ? -scaled : scaled) : null;
}
/** As a cell shows it. @param {bigint} n */
function digits(n) {
  const rest = (size(n) % unit).toString().padStart(12, '0').replace(/0+$/, '');
  return `${n < 0n ? '-' : ''}${size(n) / unit}${rest ? `.${rest}` : ''}`;
}
/** @param {Value} v @returns {bigint | null} */
const numeric = (v) => (v.kind === 'number' ? v.value : v.kind === 'text' ? plain(v.value) : null);

/** Texts order by their UTF-8 bytes, which is by code point. @param {string} a @param {string} b */
function bytes(a, b) {
  const l = [...a], r = [...b];
  for (let i = 0; i < Math.min(l.length, r.length); i++)
    if (l[i] !== r[i]) return /** @type {number} */ (l[i].codePointAt(0)) - /** @type {number} */ (r[i].codePointAt(0));
  return l.length - r.length;
}
/** @param {Value} a @param {Value} b @returns {number | null} */
function order(a, b) {
  if (a.kind === 'text' && b.kind === 'text') return bytes(a.value, b.value);
  const l = numeric(a), r = numeric(b);
  return l === null || r === null ? null : l < r ? -1 : l > r ? 1 : 0;
}

class Stop extends Error {
  /** @param {number} at */
  constructor(at) { super('syntax'); this.at = at; }
}

/** @param {string} text @returns {Token[]} */
function cut(text) {
  const shape = /[ \t\n\r]+|([A-Za-z][A-Za-z0-9._]*)|([0-9][0-9.]*)|'((?:[^']|'')*)'|(==|!=|<=|>=|[<>+\-*/%(),])/y;
  /** @type {Token[]} */
  const list = [];
  for (let at = 0; at < text.length; at = shape.lastIndex) {
    shape.lastIndex = at;
    const found = shape.exec(text);
    if (!found) throw new Stop(at);
    const end = shape.lastIndex;
    if (found[1] !== undefined) list.push({ kind: 'name', text: found[1], at, end });
    else if (found[2] !== undefined) list.push({ kind: 'number', text: found[2], at, end });
    else if (found[3] !== undefined) list.push({ kind: 'text', text: found[3].replaceAll("''", "'"), at, end });
    else if (found[4] !== undefined) list.push({ kind: 'sign', text: found[4], at, end });
  }
  list.push({ kind: 'end', text: '', at: text.length, end: text.length });
  return list;
}

/** @type {Record<string, [number, number]>} */
const functions = { if: [3, 3], round: [1, 2], min: [2, 8], max: [2, 8], len: [1, 1], date: [1, 1] };

/** Reads an expression into a function of a row. @param {string} text @returns {Node} */
export function parse(text) {
  if (text.length > 1000) throw new Stop(1000);
  const tokens = cut(text);
  let next = 0, depth = 0;
  const here = () => tokens[next];
  /** @param {string[]} signs */
  const sign = (signs) => (here().kind === 'sign' && signs.includes(here().text) ? tokens[next++] : null);
  /** @param {string} word */
  const word = (word) => (here().kind === 'name' && here().text === word ? tokens[next++] : null);
  /** @param {string} s */
  const expect = (s) => { if (!sign([s])) throw new Stop(here().at); };
  /** @param {number} at */
  const deeper = (at) => { if (++depth > deepest) throw new Stop(at); };

  /** @returns {Node} */
  const either = () => {
    deeper(here().at);
    let left = both();
    for (let t; (t = word('or')); ) left = junction(t, true, left, both());
    depth--;
    return left;
  };
  /** @returns {Node} */
  const both = () => {
    let left = denied();
    for (let t; (t = word('and')); ) left = junction(t, false, left, denied());
    return left;
  };
  /** @returns {Node} */
  const denied = () => {
    const t = word('not');
    if (!t) return compared();
    deeper(t.at);
    const part = denied();
    depth--;
    return (row, d) => { const v = part(row, d); return v.kind === 'boolean' ? truth(!v.value) : v.kind === 'null' || v.kind === 'refused' ? v : no('type', t.at); };
  };
  /** @returns {Node} */
  const compared = () => {
    const left = sum(), t = sign(['==', '!=', '<=', '>=', '<', '>']);
    return t ? pair(t, left, sum(), compare) : left;
  };
  const sum = () => chain(['+', '-'], () => chain(['*', '/', '%'], signed));
  /** @param {string[]} signs @param {() => Node} part @returns {Node} */
  const chain = (signs, part) => {
    let left = part();
    for (let t; (t = sign(signs)); ) left = pair(t, left, part(), arithmetic);
    return left;
  };
  /** @returns {Node} */
  const signed = () => {
    const t = sign(['-']);
    if (!t) return primary();
    deeper(t.at);
    const part = signed();
    depth--;
    return (row, d) => {
      const v = part(row, d), n = numeric(v);
      return v.kind === 'null' || v.kind === 'refused' ? v : n === null ? no('type', t.at) : figure(-n);
    };
  };
  /** @returns {Node} */
  const primary = () => {
    const t = here();
    if (t.kind !== 'end') next++;
    if (t.kind === 'number') {
      const n = plain(t.text);
      if (n === null) throw new Stop(t.at);
      return () => figure(n);
    }
    if (t.kind === 'text') return () => ({ kind: 'text', value: t.text });
    if (t.kind === 'name') return named(t);
    if (t.kind === 'sign' && t.text === '(') { const inner = either(); expect(')'); return inner; }
    throw new Stop(t.at);
  };
  /** @param {Token} t @returns {Node} */
  const named = (t) => {
    if (t.text === 'true' || t.text === 'false') return () => truth(t.text === 'true');
    if (t.text === 'null') return () => none;
    if (['and', 'or', 'not'].includes(t.text)) throw new Stop(t.at);
    if (here().kind === 'sign' && here().text === '(') return called(t);
    const path = t.text.split('.');
    if (path.some((p) => p === '')) throw new Stop(t.at);
    return (row, d) => field(row, path, t, d);
  };
  /** @param {Token} t @returns {Node} */
  const called = (t) => {
    const range = Object.hasOwn(functions, t.text) ? functions[t.text] : null;
    if (!range) throw new Stop(t.at);
    expect('(');
    const parts = [either()];
    while (sign([','])) parts.push(either());
    expect(')');
    if (parts.length < range[0] || parts.length > range[1]) throw new Stop(t.at);
    return (row, d) => call(t, parts, row, d);
  };
  const whole = either();
  if (here().kind !== 'end') throw new Stop(here().at);
  return whole;
}

/** @param {any} row @param {string[]} path @param {Token} t @param {Set<string>} [decimals] @returns {Value} */
function field(row, path, t, decimals) {
  let at = row;
  for (const step of path) {
    if (at === null || typeof at !== 'object' || Array.isArray(at) || !Object.hasOwn(at, step)) return none;
    at = at[step];
  }
  if (typeof at === 'number') { const n = exact(at); return n === null ? no('range', t.at) : figure(n); }
  if (typeof at === 'string') {
    if (/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(at)) return no('text', t.at);
    const n = decimals?.has(t.text) ? plain(at) : null;
    return n === null ? { kind: 'text', value: at } : figure(n);
  }
  if (typeof at === 'boolean') return truth(at);
  if (Array.isArray(at)) return { kind: 'json', count: at.length };
  return at === null || at === undefined ? none : { kind: 'json', count: -1 };
}

/** Three-valued. @param {Token} t @param {boolean} settles @param {Node} left @param {Node} right @returns {Node} */
function junction(t, settles, left, right) {
  /** @param {Value} v @returns {Value} */
  const condition = (v) => (v.kind === 'null' || v.kind === 'boolean' || v.kind === 'refused' ? v : no('type', t.at));
  return (row, d) => {
    const l = condition(left(row, d));
    if (l.kind === 'refused' || (l.kind === 'boolean' && l.value === settles)) return l;
    const r = condition(right(row, d));
    if (r.kind === 'refused' || (r.kind === 'boolean' && r.value === settles)) return r;
    return l.kind === 'null' ? l : r;
  };
}

/** @param {Token} t @param {Node} left @param {Node} right @param {(t: Token, l: Value, r: Value) => Value} act @returns {Node} */
function pair(t, left, right, act) {
  return (row, d) => {
    const l = left(row, d), r = right(row, d);
    return l.kind === 'refused' ? l : r.kind === 'refused' ? r : act(t, l, r);
  };
}

/** @param {Token} t @param {Value} l @param {Value} r @returns {Value} */
function compare(t, l, r) {
  if (t.text === '==' || t.text === '!=') {
    const wanted = t.text === '==';
    if (l.kind === 'null' || r.kind === 'null') return truth((l.kind === r.kind) === wanted);
    if (l.kind === 'json' || r.kind === 'json') return no('type', t.at);
    const a = numeric(l), b = numeric(r);
    const same = l.kind === r.kind ? /** @type {any} */ (l).value === /** @type {any} */ (r).value : l.kind !== 'boolean' && r.kind !== 'boolean' && a !== null && a === b;
    return truth(same === wanted);
  }
  if (l.kind === 'null' || r.kind === 'null') return none;
  const o = order(l, r);
  if (o === null) return no('type', t.at);
  return truth(t.text === '<' ? o < 0 : t.text === '<=' ? o <= 0 : t.text === '>' ? o > 0 : o >= 0);
}

/** @param {Token} t @param {Value} l @param {Value} r @returns {Value} */
function arithmetic(t, l, r) {
  if (l.kind === 'null' || r.kind === 'null') return none;
  const a = numeric(l), b = numeric(r);
  if (a === null || b === null) return no('type', t.at);
  if (b === 0n && (t.text === '/' || t.text === '%')) return no('divide', t.at);
  switch (t.text) {
    case '+': return within(a + b, t.at);
    case '-': return within(a - b, t.at);
    case '*': return within(over(a * b, unit), t.at);
    case '/': return within(over(a * unit, b), t.at);
    default: return figure(a % b);
  }
}

/** @param {Token} t @param {Node[]} parts @param {any} row @param {Set<string>} [d] @returns {Value} */
function call(t, parts, row, d) {
  if (t.text === 'if') {
    const c = parts[0](row, d);
    if (c.kind === 'refused') return c;
    return c.kind === 'boolean' || c.kind === 'null' ? parts[c.kind === 'boolean' && c.value ? 1 : 2](row, d) : no('type', t.at);
  }
  const values = parts.map((p) => p(row, d));
  const refused = values.find((v) => v.kind === 'refused');
  if (refused) return refused;
  if (values.some((v) => v.kind === 'null')) return none;
  if (t.text === 'round') return round(t, values);
  if (t.text === 'len') return length(t, values[0]);
  if (t.text === 'date') return day(t, values[0]);
  let best = values[0];
  for (const v of values.slice(1)) {
    const o = order(v, best);
    if (o === null) return no('type', t.at);
    if (t.text === 'min' ? o < 0 : o > 0) best = v;
  }
  return best.kind === 'number' || best.kind === 'text' ? best : no('type', t.at);
}

/** @param {Token} t @param {Value[]} values @returns {Value} */
function round(t, values) {
  const n = numeric(values[0]), p = values.length === 1 ? 0n : numeric(values[1]) ?? -1n;
  if (n === null) return no('type', t.at);
  if (p < 0n || p > places * unit || p % unit !== 0n) return no('range', t.at);
  const step = 10n ** (places - p / unit);
  return within(over(n, step) * step, t.at);
}
/** @param {Token} t @param {Value} v @returns {Value} */
function length(t, v) {
  if (v.kind === 'text') return figure(BigInt([...v.value].length) * unit);
  return v.kind === 'json' && v.count >= 0 ? figure(BigInt(v.count) * unit) : no('type', t.at);
}
/** @param {Token} t @param {Value} v @returns {Value} */
function day(t, v) {
  const parts = v.kind === 'text' ? /^(\d{4})-(\d{2})-(\d{2})(?:T|$)/s.exec(v.value) : null;
  if (parts) {
    const [y, m, d] = parts.slice(1, 4).map(Number), leap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
    const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    if (y > 0 && m >= 1 && m <= 12 && d >= 1 && d <= days[m - 1]) return { kind: 'text', value: parts[0].slice(0, 10) };
  }
  return no('type', t.at);
}

/** The value of an expression over a row; a text that does not read is refused. @param {string} text @param {any} row @param {Set<string>} [decimals] @returns {Value} */
export function evaluate(text, row, decimals) {
  try {
    return parse(text)(row, decimals);
  } catch (stop) {
    if (stop instanceof Stop) return no('syntax', stop.at);
    throw stop;
  }
}

/** As a cell shows it. @param {Value} v */
export function show(v) {
  return v.kind === 'number' ? digits(v.value) : v.kind === 'text' ? v.value : v.kind === 'boolean' ? String(v.value) : '';
}

/** True for the value true alone; no condition always holds. @param {string} text @param {any} row */
export function holds(text, row) {
  if (!text) return true;
  const value = evaluate(text, row);
  return value.kind === 'boolean' && value.value;
}
