// The server says when the app's files have changed; the page then asks for itself again.
const stamp = document.documentElement.dataset.stamp;
const events = new EventSource('/dev/events');
events.onmessage = e => { if (e.data !== stamp) { events.close(); location.reload(); } };
for (const select of document.querySelectorAll('.dev-bar select')) select.addEventListener('change', () => select.form.submit());
