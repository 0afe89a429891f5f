// Sends a contact only after the last words typed in its parts have arrived: a save that came after the sending would
// find the contact closed. Gives up waiting after a few seconds, because the words are also kept on this device.
const LONGEST = 6000;
const EVERY = 150;
const words = document.querySelector("[data-save-words]");
let touched = 0;

for (const kind of ["input", "change", "focusout"]) {
  document.addEventListener(kind, ({ target }) => {
    if (target instanceof Element && target.closest("form[data-draft]")) touched = Date.now();
  });
}

function settled() {
  // drafts.js sends 300 ms after a box is left, and says “Saving…” until the answer has come.
  return Date.now() - touched > 700 && !words?.textContent.includes("Saving…");
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.hasAttribute("data-after-saving") || settled()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const until = Date.now() + LONGEST;
    const { submitter } = event;
    const look = setInterval(() => {
      if (!settled() && Date.now() < until) return;
      clearInterval(look);
      form.removeAttribute("data-after-saving");
      form.requestSubmit(submitter);
    }, EVERY);
  },
  true,
);

// A page that shows two versions has the words of this person from the server: the copy on this device has done its
// work, and would only be offered again after the merge.
for (const { dataset } of document.querySelectorAll("[data-arrived]")) {
  try {
    localStorage.removeItem(`draft:${document.body.dataset.person}:${dataset.arrived}`);
  } catch {
    // Nothing was kept.
  }
}

export {};
