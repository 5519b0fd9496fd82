// What a scanner may hand over: a box by its SSCC in any of the forms that GS1 knows, or a delivery note by its number.

const NOTE = /^SH-[0-9]{6}-[0-9]{4,}$/;

export function read(ctx, text) {
  let code = text.trim();
  if (NOTE.test(code.toUpperCase())) return { note: code.toUpperCase() };
  if (code.startsWith(']') && code.length > 3) code = code.slice(3);
  while (code.charCodeAt(0) === 29) code = code.slice(1);
  const link = code.indexOf('/00/');
  const sscc = link >= 0 ? code.slice(link + 4, link + 22)
    : code.startsWith('(00)') ? code.slice(4, 22)
      : code.startsWith('00') && code.length >= 20 ? code.slice(2, 20) : code;
  if (ctx.code.isSscc(sscc)) return { sscc };
  return sscc.length === 18 && sscc.split('').every((c) => c >= '0' && c <= '9') ? { broken: sscc } : {};
}

// What stands on a box's label for machines: the SSCC, and when there is room what is in it. A symbol holds 60 characters.
export function labelText(sscc, gtin, qty, lot) {
  const inside = gtin && Number.isInteger(Number(qty)) && Number(qty) < 100000000 ? '(02)' + gtin + '(37)' + Number(qty) : '';
  const batch = lot && /^[!-"%-'*-?A-Z_a-z]{1,20}$/.test(lot) ? '(10)' + lot : '';
  const all = '(00)' + sscc + inside + batch;
  return all.length - 2 * all.split('(').length + 4 <= 58 ? all : '(00)' + sscc + inside;
}
