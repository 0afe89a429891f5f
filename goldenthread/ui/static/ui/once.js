// A second press of the same button does nothing. The server refuses a repeat as well; this only spares the wait.
// Nothing is disabled, so the pressed button's own value is still sent, and going back finds the page usable.
const WAIT = 10000;
const sent = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "post" || event.defaultPrevented) return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  form.setAttribute("aria-busy", "true");
  event.submitter?.setAttribute("aria-disabled", "true");
  // A form that answers with a file, or whose answer never comes, can be pressed again.
  setTimeout(() => open(form), WAIT);
});

function open(form) {
  sent.delete(form);
  form.removeAttribute("aria-busy");
  form.querySelector('[aria-disabled="true"]')?.removeAttribute("aria-disabled");
}

addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll('form[aria-busy="true"]')) open(form);
});

export {};
