// What a scanner hands over, brought to the one form in which tags are stored.

const LINK = /^https?:\/\/[^/]+\/(?:[^/]+\/)*01\/([0-9]{14})(?:\/10\/([^/?#]{1,20}))?(?:\/21\/([^/?#]{1,20}))?(?:[?#].*)?$/;
const ELEMENTS = /^\(01\)([0-9]{14})/;
const RAW = /^(?:\u001d|\]C1|\]d2|\]Q3)?01([0-9]{14})10([^\u001d]{1,20})\u001d21([^\u001d]{1,20})$/;

// Returns {code} or, when the number's check digit is wrong, {broken}: a misread tag must never be looked up.
export function canonical(scanned) {
  const text = scanned.trim();
  const link = LINK.exec(text);
  if (link) {
    const code = 'https://id.gs1.org/01/' + link[1] + (link[2] ? '/10/' + link[2] : '') + (link[3] ? '/21/' + link[3] : '');
    return checked(link[1], code);
  }
  const raw = RAW.exec(text);
  if (raw) return checked(raw[1], '(01)' + raw[1] + '(10)' + raw[2] + '(21)' + raw[3]);
  const elements = ELEMENTS.exec(text);
  return elements ? checked(elements[1], text) : { code: text };
}

function checked(gtin, code) {
  return checkDigit(gtin.slice(0, -1)) === Number(gtin[gtin.length - 1]) ? { code } : { broken: gtin };
}

// GS1 modulo 10: weights 3 and 1 from the right.
function checkDigit(body) {
  let sum = 0;
  for (let i = 0; i < body.length; i++) sum += Number(body[body.length - 1 - i]) * (i % 2 === 0 ? 3 : 1);
  return (10 - (sum % 10)) % 10;
}
