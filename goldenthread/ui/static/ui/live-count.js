// Says how many more have come since the page was opened. The list itself never moves until it is asked to.
for (const bar of document.querySelectorAll("[data-live-count]")) {
  const words = bar.querySelector("[data-live-words]");
  const show = bar.querySelector("[data-live-show]");
  const seconds = Math.max(Number(bar.dataset.liveSeconds) || 30, 10);
  let last = 0;

  const look = async () => {
    if (document.visibilityState !== "visible") return;
    const answer = await fetch(bar.dataset.liveCount, {
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
    if (!answer.ok || answer.redirected) return;
    const { new: count } = await answer.json();
    if (!Number.isInteger(count) || count === last) return;
    last = count;
    bar.classList.toggle("gt-live--on", count > 0);
    if (show) show.hidden = count === 0;
    if (words) words.textContent = count > 0 ? `${count} new since you opened this page. The list does not move until you ask.` : "";
  };
  setInterval(() => look().catch(() => {}), seconds * 1000);
}

export {};
