// Starts GOV.UK Frontend: follow-up questions that open, counts of characters, errors that take the focus.
// Its address comes from the page, which knows where static files are kept.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");

const address = document.getElementById("govuk-frontend")?.href;
if (address) {
  const { initAll } = await import(address);
  initAll();
}

// A link to closed details opens them.
function openTarget() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const closed = target && target.closest("details:not([open])");
  if (closed) {
    closed.open = true;
    target.scrollIntoView();
  }
}
addEventListener("hashchange", openTarget);
openTarget();

export {};
