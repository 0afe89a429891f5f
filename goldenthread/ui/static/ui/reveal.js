// Opens the follow-up questions of the choice that is picked, and closes the others. Without a script all are shown.
function reveal(box) {
  for (const choice of box.querySelectorAll(":scope input[data-aria-controls]")) {
    const under = document.getElementById(choice.dataset.ariaControls);
    const kind = choice.type === "radio" ? "radios" : "checkboxes";
    under?.classList.toggle(`govuk-${kind}__conditional--hidden`, !choice.checked);
  }
}

const boxes = [...document.querySelectorAll(".govuk-radios, .govuk-checkboxes")];
for (const box of boxes) reveal(box);

for (const kind of ["change", "click"]) {
  document.addEventListener(kind, ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !["radio", "checkbox"].includes(target.type)) return;
    // A radio that is let go says nothing, so every group is looked at.
    for (const box of boxes) if (box.isConnected) reveal(box);
  });
}

addEventListener("pageshow", () => boxes.forEach(reveal));

export {};
