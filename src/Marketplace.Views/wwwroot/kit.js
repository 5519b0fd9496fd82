// @ts-check
// Small comforts over pages that work without them: copy buttons, search by Ctrl K, filters that apply at once, menus that close.
for (const button of document.querySelectorAll('[data-copy]')) {
  /** @type {HTMLElement} */ (button).hidden = false;
  button.addEventListener('click', () => navigator.clipboard?.writeText(/** @type {HTMLElement} */ (button).dataset.copy ?? ''));
}
document.addEventListener('keydown', (event) => {
  const search = /** @type {HTMLInputElement | null} */ (document.querySelector('[data-search]'));
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k' && search) { event.preventDefault(); search.focus(); search.select(); }
  if (event.key === 'Escape') for (const menu of document.querySelectorAll('details.k-menu[open]')) menu.removeAttribute('open');
});
document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('details.k-menu[open]'))
    if (!menu.contains(/** @type {Node} */ (event.target))) menu.removeAttribute('open');
});
for (const form of document.querySelectorAll('form[data-autosubmit]')) {
  if (!form.querySelector('input:not([type="hidden"])')) for (const b of form.querySelectorAll('button')) b.hidden = true;
  form.addEventListener('change', (event) => { if (event.target instanceof HTMLSelectElement) /** @type {HTMLFormElement} */ (form).requestSubmit(); });
}
// On a phone the chosen tab may lie outside its strip.
for (const strip of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.k-tabs'))) {
  const tab = /** @type {HTMLElement | null} */ (strip.querySelector('[aria-current]'));
  if (tab) strip.scrollLeft = tab.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;
}
// One press, one act: a second press of the same form waits for the page.
for (const form of document.querySelectorAll('form[method="post"]'))
  form.addEventListener('submit', () => setTimeout(() => { for (const b of form.querySelectorAll('button[type="submit"]')) /** @type {HTMLButtonElement} */ (b).disabled = true; }));
for (const button of document.querySelectorAll('[data-print]')) button.addEventListener('click', () => window.print());
window.addEventListener('pageshow', (event) => { if (event.persisted) for (const b of document.querySelectorAll('button[disabled]')) b.removeAttribute('disabled'); });
// The decision bar and other named fields can be filled from a chip beside them.
for (const chip of document.querySelectorAll('[data-fill]'))
  chip.addEventListener('click', () => {
    const { fill, text } = /** @type {HTMLElement} */ (chip).dataset;
    const field = /** @type {HTMLInputElement | null} */ (document.getElementById(fill ?? ''));
    if (!field || !text) return;
    const have = field.value.split(/[,\s]+/).filter(Boolean);
    field.value = (have.includes(text) ? have.filter((h) => h !== text) : [...have, text]).join(', ');
    field.focus();
  });
// A photo from a camera is larger than anybody needs to read a signature: it is drawn smaller before it is sent. Where that fails the host says how large it may be.
for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('input[data-photo]')))
  input.addEventListener('change', async () => {
    const file = input.files?.[0];
    if (!file || file.size <= Number(input.dataset.photo) / 2) return;
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, 1600 / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => {
      if (!blob) return;
      const files = new DataTransfer();
      files.items.add(new File([blob], 'photo.jpg', { type: 'image/jpeg' }));
      input.files = files.files;
    }, 'image/jpeg', 0.8);
  });
