// @ts-check
// The scan screen. It asks the host and paints what the host says: green is never decided here, and anything that was not
// understood (no network, a timeout, a strange answer) is amber. The host page and `mkt dev` load this same file.
import { holds } from './expression.js';

/**
 * @typedef {{ name: string, label: string, required: boolean, type: string, help: string, options: [string, string][] }} Blank
 * @typedef {{ function: string, label: string, when: string, input: Record<string, unknown>, confirm: string, second: boolean, signers: string, fields: Blank[] }} Act
 * @typedef {{ entity: string, id: string, state: string, reason: string, until: string[], ready: string[], readyText: string, waitText: string }} Follow
 * @typedef {{ at: string, code: string, place: string, answer: string, reason: string }} Past
 * @typedef {{ calls: string, key: string, function: string, placeInput: string, scanInput: string, next: Act[], follow: Follow | null, history: Past[],
 *   answer: { field: string, green: string, red: string, state: string, reason: string, parameters: string },
 *   words: Record<string, string>, texts: Record<string, string> }} Settings
 * @typedef {{ ok: true, body: any } | { ok: false, kind: 'refused' | 'signedOut' | 'unknown', text: string, code: string }} Reply
 */

const root = /** @type {HTMLElement} */ (document.getElementById('scan'));
const settings = /** @type {Settings} */ (JSON.parse(root.dataset.scan ?? '{}'));
const place = /** @type {HTMLSelectElement} */ (document.getElementById('scan-place'));
const form = /** @type {HTMLFormElement} */ (document.getElementById('scan-form'));
const code = /** @type {HTMLInputElement} */ (document.getElementById('scan-code'));
const screen = /** @type {HTMLElement} */ (document.getElementById('scan-answer'));
const note = /** @type {HTMLElement} */ (document.getElementById('scan-note'));
const past = /** @type {HTMLOListElement} */ (document.getElementById('scan-history'));
const patience = 8000, followFor = 60000;
let turn = 0;
/** @type {Past[]} */
let history = settings.history.slice(0, 5);

/** @param {string} key */
const word = (key) => settings.words[key] ?? key;
/** The app's words for a state or a reason, else the word itself. @param {unknown} value @param {...string} kinds */
const say = (value, ...kinds) => {
  const text = typeof value === 'string' ? value : value == null ? '' : JSON.stringify(value);
  for (const kind of kinds) if (settings.texts[`${kind}.${text}`]) return settings.texts[`${kind}.${text}`];
  return settings.texts[text] ?? text;
};
/** @param {any} from @param {string} path */
const at = (from, path) => path.split('.').reduce((value, step) => (value == null ? undefined : value[step]), from);
/** @param {unknown} template @param {any} result @returns {any} */
const fill = (template, result) => {
  if (typeof template === 'string') return template.startsWith('$result.') ? at(result, template.slice(8)) ?? null : template;
  if (Array.isArray(template)) return template.map((t) => fill(t, result));
  if (template && typeof template === 'object') return Object.fromEntries(Object.entries(template).map(([k, v]) => [k, fill(v, result)]));
  return template;
};

/** @template {keyof HTMLElementTagNameMap} T @param {T} tag @param {string} [style] @param {...(Node | string)} inside @returns {HTMLElementTagNameMap[T]} */
function el(tag, style = '', ...inside) {
  const made = document.createElement(tag);
  if (style) made.className = style;
  made.append(...inside);
  return made;
}

const marks = { green: 'M5 12.5 10 17.5 19.5 7', red: 'M6 6 18 18 M18 6 6 18', amber: 'M12 5v9 M12 18v.5' };
/** @param {'green' | 'red' | 'amber'} tone */
function mark(tone) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'mark');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', marks[tone]);
  for (const [name, value] of [['fill', 'none'], ['stroke', 'currentColor'], ['stroke-width', '2.5'], ['stroke-linecap', 'round'], ['stroke-linejoin', 'round']]) path.setAttribute(name, value);
  svg.append(path);
  return svg;
}

/** A host that is full says when to come again and has begun nothing: the same request goes again, with its key, while patience lasts.
 * @param {string} url @param {RequestInit} init @returns {Promise<Response>} */
async function fetchPatiently(url, init) {
  for (const end = Date.now() + patience; ;) {
    const response = await fetch(url, { ...init, credentials: 'same-origin', cache: 'no-store', redirect: 'error', signal: AbortSignal.timeout(Math.max(1, end - Date.now())) });
    const wait = response.status === 503 || response.status === 429 ? 1000 * Number(response.headers.get('Retry-After')) : 0;
    if (!(wait > 0) || Date.now() + wait >= end) return response;
    await new Promise((again) => setTimeout(again, wait));
  }
}

/** Asks the host. Whatever is not a clear answer or a clear refusal is 'unknown'.
 * @param {string} path @param {RequestInit} init @returns {Promise<Reply>} */
async function ask(path, init) {
  /** @type {Reply} */
  const unknown = { ok: false, kind: 'unknown', text: '', code: '' };
  try {
    const response = await fetchPatiently(settings.calls + path, init);
    if (response.status === 401) return { ...unknown, kind: 'signedOut' };
    const body = await response.json();
    if (!response.ok) return unknown;
    return body.refused ? { ok: false, kind: 'refused', text: body.refused.text ?? body.refused.code, code: body.refused.code } : { ok: true, body };
  } catch {
    return unknown;
  }
}

/** @param {string} name @param {unknown} input @param {string} signature */
const call = (name, input, signature = '') =>
  ask(`/call/${name}`, {
    method: 'POST', body: JSON.stringify(input),
    headers: { 'Content-Type': 'application/json', 'Marketplace-View': '1', 'Idempotency-Key': crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`, ...(signature ? { 'Second-Signature': signature } : {}) },
  });

/** Paints the whole answer. @param {'green' | 'red' | 'amber'} tone @param {string} verdict @param {string} sub @param {string} state @param {...Node} more */
function paint(tone, verdict, sub, state, ...more) {
  screen.className = `s-answer ${tone}`;
  const head = el('div', 's-head', mark(tone), el('div', '', el('p', 'verdict', verdict), el('p', 'sub', sub)));
  if (state) head.append(el('span', 'state', state));
  screen.replaceChildren(head, ...more);
}

/** @param {any} parameters */
function values(parameters) {
  const list = el('dl', 's-params');
  for (const p of Array.isArray(parameters) ? parameters : [])
    list.append(el('div', '', el('dt', '', say(p.name, 'parameter', 'param')), el('dd', '', String(p.value ?? ''), el('small', '', p.unit ?? ''))));
  return list;
}

/** @param {any} result @param {Past} entry */
function show(result, entry) {
  const { answer } = settings;
  const given = at(result, answer.field);
  const state = say(at(result, answer.state), 'state');
  const acts = settings.next.filter((a) => holds(a.when, result));
  const buttons = el('div', 's-acts', ...acts.map((a, i) => press(a, result, entry, i > 0)));
  if (given === answer.green) {
    entry.answer = 'green';
    const mustBeSent = settings.follow !== null && acts.length > 0;
    paint('green', word('scan.green'), mustBeSent ? word('scan.notYet') : '', state, values(at(result, answer.parameters)), buttons);
  } else if (given === answer.red) {
    entry.answer = 'red';
    entry.reason = say(at(result, answer.reason), 'reason', 'refusal');
    const who = acts.find((a) => a.second);
    const release = el('p', 's-help', who ? word('scan.release').replace('{who}', who.signers) : word('scan.blocked'));
    paint('red', word('scan.red'), `${entry.place} · ${entry.code}`, state, el('p', 's-why', entry.reason), release, buttons);
  } else {
    fog(entry);
  }
}

/** Amber: nothing is known. @param {Past} entry @param {string} [why] */
function fog(entry, why) {
  entry.answer = 'amber';
  entry.reason = word('scan.unchecked');
  paint('amber', word('scan.unchecked'), `${entry.place} · ${entry.code}`, '', el('p', 's-why', why ?? word('scan.uncheckedHelp')));
}

/** @param {Reply & { ok: false }} reply @param {Past} entry */
function no(reply, entry) {
  if (reply.kind === 'refused') {
    entry.answer = 'red';
    entry.reason = reply.text;
    paint('red', word('scan.red'), `${entry.place} · ${entry.code}`, '', el('p', 's-why', reply.text), el('p', 's-help', word('scan.blocked')));
  } else {
    fog(entry, reply.kind === 'signedOut' ? word('scan.signedOut') : undefined);
  }
}

/** A next step as a button. @param {Act} act @param {any} result @param {Past} entry @param {boolean} lesser */
function press(act, result, entry, lesser) {
  const button = el('button', lesser || act.second ? 'k-button second' : 'k-button', act.label);
  button.type = 'button';
  button.addEventListener('click', async () => {
    const input = fill(act.input, result);
    if (act.second || act.fields.length > 0 || act.confirm) return fillIn(act, input, result, entry);
    button.disabled = true;
    after(await call(act.function, input), act, result, entry);
  });
  return button;
}

/** @param {Reply} reply @param {Act} act @param {any} result @param {Past} entry */
function after(reply, act, result, entry) {
  if (!reply.ok) no(reply, entry);
  else if (settings.follow) follow(settings.follow, { ...result, ...(reply.body.result ?? {}) }, entry);
  else show({ ...result, ...(reply.body.result ?? {}) }, entry);
  remember();
  home();
}

/** Watches the record until it rests. Only a ready state that the host reports lets the screen say so.
 * @param {Follow} spec @param {any} result @param {Past} entry */
async function follow(spec, result, entry) {
  const mine = turn, id = fill(spec.id, result), end = Date.now() + followFor;
  const parameters = at(result, settings.answer.parameters);
  paint('amber', spec.waitText || word('scan.waiting'), `${entry.place} · ${entry.code}`, '', el('p', 's-help', word('scan.notYet')));
  for (let wait = 250; mine === turn; wait = Math.min(wait * 1.3, 1500)) {
    const reply = await ask(`/record/${spec.entity}/${encodeURIComponent(String(id))}`, { headers: { 'Marketplace-View': '1' } });
    if (mine !== turn) return;
    const state = reply.ok ? String(at(reply.body, spec.state) ?? '') : '';
    const rests = spec.until.includes(state);
    if (spec.ready.includes(state)) {
      entry.answer = 'green';
      paint('green', spec.readyText || word('scan.ready'), `${entry.place} · ${entry.code}`, say(state, 'state'), values(parameters));
      screen.querySelector('.verdict')?.classList.add('s-ready');
    } else if (reply.ok && rests) {
      show({ ...result, [settings.answer.field]: settings.answer.red, [settings.answer.state]: state, [settings.answer.reason]: at(reply.body, spec.reason) }, entry);
    } else if (!reply.ok || Date.now() > end) {
      fog(entry, reply.ok ? word('scan.lost') : undefined);
    }
    if (rests || !reply.ok || Date.now() > end) break;
    await new Promise((go) => setTimeout(go, wait));
  }
  if (mine === turn) { remember(); home(); }
}

/** @type {Record<string, string>} */
const kinds = { integer: 'number', decimal: 'number', money: 'number', date: 'date' };

/** What was filled in, in the form that a function takes; money is typed in yuan. What does not read as its kind goes through and is refused.
 * @param {string} type @param {string} text */
const crossing = (type, text) => (text === '' || !Number.isFinite(Number(text)) ? text : type === 'integer' ? Number(text) : type === 'money' ? Math.round(Number(text) * 1e6) : text);

/** Asks for what the step needs: fields, and another person's badge and PIN.
 * @param {Act} act @param {Record<string, unknown>} input @param {any} result @param {Past} entry */
function fillIn(act, input, result, entry) {
  const dialog = el('dialog', 's-dialog'), sheet = el('form');
  dialog.setAttribute('aria-label', act.label);
  /** @param {Blank} f */
  const choice = (f) => {
    const field = el('select', 'k-input touch', ...[['', word('view.choose')], ...f.options].map(([value, text]) => Object.assign(el('option', '', text), { value })));
    Object.assign(field, { name: f.name, required: f.required, id: `step-${f.name}` });
    return put(field, f.label, f.help);
  };
  /** @template {HTMLElement} T @param {T} field @param {string} label @param {string} help @returns {T} */
  const put = (field, label, help) => {
    const caption = el('label', '', label);
    caption.htmlFor = field.id;
    sheet.append(el('div', 'k-field', caption, field, ...(help ? [el('span', 'help', help)] : [])));
    return field;
  };
  /** @param {string} name @param {string} label @param {boolean} required @param {string} [type] @param {Blank} [f] */
  const blank = (name, label, required, type = 'text', f) => {
    const field = el('input', 'k-input touch');
    Object.assign(field, { name, type, required, autocomplete: 'off', id: `step-${name}` });
    if (type === 'password') field.inputMode = 'numeric';
    if (type === 'number') { field.step = f?.type === 'integer' ? '1' : 'any'; field.inputMode = f?.type === 'integer' ? 'numeric' : 'decimal'; }
    return put(field, label, f?.help ?? '');
  };
  sheet.append(el('h2', '', act.label), ...(act.confirm ? [el('p', 'k-soft', act.confirm)] : []));
  const fields = act.fields.map((f) => (f.options.length > 0 ? choice(f) : blank(f.name, f.label, f.required, kinds[f.type] ?? 'text', f)));
  if (act.second) sheet.append(el('p', 'k-small k-soft', word('scan.secondHelp').replace('{who}', act.signers)));
  const badge = act.second ? blank('badge', word('scan.badge'), true) : null, pin = act.second ? blank('pin', word('scan.pin'), true, 'password') : null;
  const wrong = el('p', 'wrong'), go = el('button', 'k-button primary touch', act.label), leave = el('button', 'k-button touch', word('scan.cancel'));
  wrong.setAttribute('role', 'alert');
  leave.type = 'button';
  leave.addEventListener('click', () => dialog.close());
  sheet.append(wrong, el('div', 'k-row', go, leave));
  badge?.addEventListener('keydown', (key) => { if (key.key === 'Enter') { key.preventDefault(); pin?.focus(); } });
  sheet.addEventListener('submit', async (event) => {
    event.preventDefault();
    go.disabled = true;
    const given = Object.fromEntries(act.fields.map((f, i) => [f.name, crossing(f.type, fields[i].value)]).filter(([, value]) => value !== ''));
    const reply = await call(act.function, { ...input, ...given }, badge && pin ? `${badge.value.trim().replace(/^.*\//, '')}:${pin.value}` : '');
    go.disabled = false;
    if (!reply.ok && reply.kind === 'refused') { wrong.textContent = reply.text; if (pin) { pin.value = ''; pin.focus(); } return; }
    dialog.close();
    after(reply, act, result, entry);
  });
  dialog.append(sheet);
  dialog.addEventListener('close', () => { dialog.remove(); home(); });
  document.body.append(dialog);
  dialog.showModal();
}

/** The reason of a past scan; what the log does not keep is left out. @param {Past} h */
const sentence = (h) => say(h.reason, 'reason', 'refusal').replace(/\{(\w+)\}/g, (_, fact) => ({ code: h.code, machine: h.place })[fact] ?? '');

function remember() {
  past.replaceChildren(...(history.length === 0 ? [el('li', 'none', el('span', 'k-faint', word('scan.noHistory')))] : history.map((h) => {
    const tone = h.answer === settings.answer.green || h.answer === 'green' ? 'green' : h.answer === 'amber' ? 'amber' : 'red';
    const time = new Date(h.at).toTimeString().slice(0, 5), tag = word(tone === 'green' ? 'scan.tagGreen' : tone === 'red' ? 'scan.tagRed' : 'scan.tagAmber');
    return el('li', tone, el('span', 'k-faint', time), el('span', 'tag', tag), el('span', 'code', `${h.place} · ${h.code}`), el('span', 'say', tone === 'green' ? '' : sentence(h)));
  })));
}

/** @param {string} text */
async function scan(text) {
  note.textContent = navigator.onLine ? '' : word('scan.offline');
  if (!place.value) { note.textContent = word('scan.choosePlaceFirst'); place.focus(); return; }
  const mine = ++turn;
  /** @type {Past} */
  const entry = { at: new Date().toISOString(), code: text, place: place.value, answer: 'amber', reason: '' };
  screen.className = 's-answer asking';
  screen.replaceChildren(el('p', 's-idle', `${word('scan.asking')} ${place.value} · ${text}`));
  const reply = await call(settings.function, { [settings.scanInput]: text, [settings.placeInput]: place.value });
  if (mine !== turn) return;
  if (reply.ok) show(reply.body.result ?? {}, entry); else no(reply, entry);
  history = [entry, ...history].slice(0, 5);
  remember();
  home();
}

/** The field has the focus unless somebody works elsewhere on purpose. */
function home() {
  if (!document.querySelector('dialog[open]')) code.focus({ preventScroll: true });
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = code.value.trim();
  code.value = '';
  if (text) scan(text); else home();
});
document.addEventListener('keydown', (event) => {
  const busy = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement || document.querySelector('dialog[open]');
  if (!busy && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && event.key !== ' ') home();
});
place.addEventListener('change', () => { try { localStorage.setItem(`place:${settings.key}`, place.value); } catch { note.textContent = ''; } turn++; idle(); home(); });
window.addEventListener('offline', () => { note.textContent = word('scan.offline'); });
window.addEventListener('online', () => { note.textContent = ''; });

function idle() {
  screen.className = 's-answer';
  screen.replaceChildren(el('p', 's-idle', word(place.value ? 'scan.idle' : 'scan.choosePlaceFirst')));
}

/** The camera reads codes where the browser can; where it cannot, the page says so and the scanner or the keys remain. */
async function camera() {
  const Detector = /** @type {any} */ (globalThis).BarcodeDetector;
  if (!Detector || !navigator.mediaDevices) { note.textContent = word('scan.noCamera'); home(); return; }
  const box = /** @type {HTMLElement} */ (document.getElementById('scan-video')), video = /** @type {HTMLVideoElement} */ (box.querySelector('video'));
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
    const stop = () => { stream.getTracks().forEach((t) => t.stop()); box.hidden = true; home(); };
    /** @type {HTMLElement} */ (document.getElementById('scan-stop')).onclick = stop;
    video.srcObject = stream;
    box.hidden = false;
    await video.play();
    const detector = new Detector();
    while (!box.hidden) {
      const found = await detector.detect(video);
      if (found.length > 0 && found[0].rawValue) { stop(); scan(found[0].rawValue); return; }
      await new Promise((go) => setTimeout(go, 150));
    }
  } catch {
    note.textContent = word('scan.cameraDenied');
    box.hidden = true;
    home();
  }
}
document.getElementById('scan-camera')?.addEventListener('click', camera);

try {
  const kept = new URLSearchParams(location.search).get('place') ?? localStorage.getItem(`place:${settings.key}`);
  if (kept && [...place.options].some((o) => o.value === kept)) place.value = kept;
} catch { place.value = ''; }
if (matchMedia('(pointer: coarse)').matches) {
  // A wedge scanner types without the on-screen keyboard; a tap on the field brings it.
  code.inputMode = 'none';
  code.addEventListener('pointerdown', () => { code.inputMode = 'text'; });
}
remember();
idle();
home();
