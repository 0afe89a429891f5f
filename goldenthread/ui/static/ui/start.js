// Starts the parts of GOV.UK Frontend that pages use: errors that take the focus, counts of characters, passwords that
// can be shown. Its address comes from the page, which knows where static files are kept. Follow-up questions are
// opened by reveal.js instead: GOV.UK's own script marks a radio as expanded, which radios may not be.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");

const address = document.getElementById("govuk-frontend")?.href;
if (address) {
  const govuk = await import(address);
  for (const name of ["CharacterCount", "ErrorSummary", "PasswordInput", "ServiceNavigation", "SkipLink"]) {
    if (govuk[name]) govuk.createAll(govuk[name]);
  }
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
