// Keeps what is typed. Any <form data-draft action=URL> is sent a second after typing stops, when a box is left and
// before the page is. The line above the form says in one quiet sentence how that went, and speaks only when the
// state changes. Until the server has it, a copy stays on this device, and is offered after a crash.
//
// The server answers {"status": "saved", "version": n, "at": "3:41pm"}, or 409 with {"status": "clash", "by", "at",
// "url"}, or {"status": "refused", "errors": [sentence]}.

const WAIT = 1000;
const LEAVING = 300;
const LONGEST_WAIT = 30000;
const PRESENCE = 15000;
const LONGEST_KEPT = 7 * 24 * 3600 * 1000;
// A request that outlives its page may carry this much at most (the browser's own limit is 64 kB).
const MOST_PARTING = 60000;
// Never part of what was typed.
const OURS = new Set(["csrfmiddlewaretoken", "version", "once"]);

const person = document.body.dataset.person || "";
const SAVE_LINE = "[data-save-line]";
const line = document.querySelector(SAVE_LINE);

class Line {
  // The words of the save line, as one person would say them.
  constructor(element) {
    this.words = element?.querySelector("[data-save-words]");
    this.people = element?.querySelector("[data-save-people]");
    this.state = "";
  }

  // kind: ok, wait or quiet. link: {href, text}. Only a change of state is put where it is read out.
  say(state, kind, text, link) {
    if (!this.words || (state === this.state && this.words.textContent.trim() === text)) return;
    this.state = state;
    const said = document.createElement("span");
    if (kind !== "quiet") said.className = `gt-save__${kind}`;
    if (kind === "ok") {
      const tick = document.createElement("span");
      tick.setAttribute("aria-hidden", "true");
      tick.textContent = "✓ ";
      said.append(tick);
    }
    said.append(text);
    this.words.replaceChildren(said);
    if (link) this.words.append(" ", anchor(link));
  }
}

const lines = new WeakMap();

// The line of a form: its own, when it was opened inside a page, else the page's.
function lineOf(form) {
  const element = form?.querySelector(SAVE_LINE) || document.querySelector(SAVE_LINE);
  if (!element) return new Line();
  if (!lines.has(element)) lines.set(element, new Line(element));
  return lines.get(element);
}

const spoken = lineOf();

function anchor({ href, text, press }) {
  const made = document.createElement(press ? "button" : "a");
  made.textContent = text;
  if (press) {
    made.type = "button";
    made.className = "govuk-button govuk-button--secondary gt-button";
    made.addEventListener("click", press);
  } else {
    made.className = "govuk-link";
    made.href = href;
  }
  return made;
}

// This device's own copy. A browser may refuse to keep anything; saving to the server then goes on without it.
const shelf = {
  get(key) {
    try {
      return JSON.parse(localStorage.getItem(key) || "null");
    } catch {
      return null;
    }
  },
  put(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  },
  drop(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing was kept, so nothing needs to go.
    }
  },
};

function keyOf(form) {
  const address = new URL(form.getAttribute("action") || location.pathname, location);
  return `draft:${person}:${address.pathname}${address.search}`;
}

class Draft {
  constructor(form) {
    this.form = form;
    this.address = form.getAttribute("action") || location.pathname;
    this.section = form.dataset.section || "";
    this.spoken = lineOf(form);
    this.key = keyOf(form);
    this.sent = this.typed();
    this.waiting = 0;
    this.tries = 0;
    this.busy = false;
    this.again = false;
    this.stopped = false;
    this.lostAt = "";
    form.addEventListener("input", () => this.soon());
    form.addEventListener("change", () => this.soon());
    // Not at once: a line that changes while a button is held down could move the button from under the finger.
    form.addEventListener("focusout", () => this.soon(LEAVING));
    form.addEventListener("submit", () => {
      // The page itself now carries the words; a save that crossed it would look like somebody else's.
      clearTimeout(this.waiting);
      this.stopped = true;
      this.keep(true);
    });
    this.offer();
  }

  pairs() {
    return [...new FormData(this.form)].filter(([name, value]) => typeof value === "string" && !OURS.has(name));
  }

  typed() {
    return JSON.stringify(this.pairs());
  }

  changed() {
    return this.typed() !== this.sent;
  }

  version() {
    return this.form.elements.namedItem("version");
  }

  body() {
    const body = new URLSearchParams(this.pairs());
    const token = this.form.elements.namedItem("csrfmiddlewaretoken");
    if (token) body.set("csrfmiddlewaretoken", token.value);
    if (this.version()) body.set("version", this.version().value);
    return body;
  }

  keep(submitted = false) {
    if (!this.changed()) return true;
    const version = this.version()?.value || "";
    return shelf.put(this.key, { pairs: this.pairs(), version, at: Date.now(), submitted });
  }

  soon(after = WAIT) {
    if (!this.changed()) return;
    this.keep();
    if (this.stopped) return;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.send(), after);
  }

  headers() {
    return { Accept: "application/json", "X-Requested-With": "draft" };
  }

  async send() {
    clearTimeout(this.waiting);
    if (this.stopped || !this.changed()) return;
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    const going = this.typed();
    if (!this.lostAt) this.spoken.say("saving", "quiet", "Saving…");
    try {
      const answer = await fetch(this.address, {
        method: "POST",
        body: this.body(),
        headers: this.headers(),
        credentials: "same-origin",
        redirect: "manual",
      });
      await this.hear(answer, going);
    } catch {
      this.lost("no connection");
    } finally {
      this.busy = false;
      if (this.again) {
        this.again = false;
        this.soon(0);
      }
    }
  }

  async hear(answer, going) {
    const signedOut = answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403;
    if (signedOut) return this.signedOut();
    const about = await answer.json().catch(() => null);
    if (answer.status === 409 && about) return this.clash(about);
    if (about?.status === "saved") return this.saved(about, going);
    if (about?.status === "refused") return this.refused(about);
    if (answer.status === 413) return this.refused({ errors: ["This is more than can be kept at once. Shorten it."] });
    return this.lost("the service did not answer");
  }

  saved(about, going) {
    this.sent = going;
    this.tries = 0;
    if (this.version() && about.version !== undefined) this.version().value = about.version;
    if (this.lostAt) this.spoken.say("saved", "ok", `Connected again. Everything you wrote is saved, ${about.at}`);
    else this.spoken.say("saved", "ok", `Saved ${about.at}`);
    this.lostAt = "";
    if (this.changed()) this.soon();
    else shelf.drop(this.key);
  }

  lost(why) {
    const kept = this.keep();
    this.lostAt ||= new Date().toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit" });
    const safe = kept ? " Your words are kept on this device." : " Keep this page open.";
    this.spoken.say("lost", "wait", `Not saved yet: ${why}. Trying again…${safe}`);
    this.tries += 1;
    this.soon(Math.min(WAIT * 2 ** this.tries, LONGEST_WAIT));
  }

  signedOut() {
    const kept = this.keep();
    this.stopped = true;
    const words = kept
      ? "You have been signed out. What you typed is kept on this device; sign in to save it."
      : "You have been signed out. Copy what you typed before you sign in.";
    const here = encodeURIComponent(location.pathname + location.search);
    const href = line?.dataset.signInUrl || `/accounts/login/?next=${here}`;
    this.spoken.say("out", "wait", words, { href, text: "Sign in" });
  }

  clash(about) {
    this.keep();
    this.stopped = true;
    const who = about.by || "Somebody else";
    const when = about.at ? ` at ${about.at}` : "";
    const link = about.url ? { href: about.url, text: "See both versions" } : undefined;
    this.spoken.say("clash", "wait", `${who} changed the same words${when}. Nothing has been thrown away.`, link);
  }

  refused(about) {
    this.keep();
    const why = (about.errors || []).join(" ") || "Something in it cannot be kept.";
    this.spoken.say("refused", "wait", `Not saved yet. ${why}`);
  }

  // Called as the page goes away: the last words leave by a request that outlives it.
  part() {
    if (this.stopped || !this.changed()) return;
    this.keep();
    const body = this.body();
    if (body.toString().length > MOST_PARTING) return; // too long to be carried: this device has it
    fetch(this.address, {
      method: "POST",
      body,
      headers: this.headers(),
      credentials: "same-origin",
      keepalive: true,
      redirect: "manual",
    }).catch(() => {});
  }

  // After a crash or a sign-out: what this device kept is offered, never put in by itself over newer words.
  offer() {
    const kept = shelf.get(this.key);
    if (!kept || !Array.isArray(kept.pairs)) return;
    if (JSON.stringify(kept.pairs) === this.sent) return shelf.drop(this.key);
    const server = this.version()?.value || "";
    const newer = server !== "" && kept.version !== "" && Number(server) > Number(kept.version);
    const words = newer
      ? "This device kept words of yours that were not saved, and this part has been changed since."
      : "This device kept words of yours that were not saved.";
    const box = document.createElement("div");
    box.className = "gt-hint";
    box.setAttribute("role", "status");
    const sentence = document.createElement("p");
    sentence.append(`${words} `);
    const bring = anchor({
      text: "Bring them back",
      press: () => {
        this.fill(kept.pairs);
        box.remove();
        this.soon(0);
      },
    });
    const leave = anchor({
      text: "Throw them away",
      press: () => {
        shelf.drop(this.key);
        box.remove();
      },
    });
    box.append(sentence, bring, " ", leave);
    this.form.prepend(box);
  }

  fill(pairs) {
    const given = new Map();
    for (const [name, value] of pairs) given.set(name, [...(given.get(name) || []), value]);
    for (const box of this.form.elements) {
      if (!box.name || OURS.has(box.name) || box.type === "hidden") continue;
      const values = given.get(box.name) || [];
      if (box.type === "checkbox" || box.type === "radio") {
        const before = box.checked;
        box.checked = values.includes(box.value);
        // GOV.UK's follow-up questions open on a click.
        if (box.checked !== before) box.dispatchEvent(new Event("click", { bubbles: true }));
      } else if (box.tagName === "TEXTAREA" || box.tagName === "SELECT" || box.tagName === "INPUT") {
        if (values.length) box.value = values[0];
      }
    }
  }
}

// Nobody's words stay on a device longer than they must. A form that was sent, and led to another page while signed in,
// arrived; one that led to the sign-in page did not, and is kept to be offered.
function sweep() {
  const names = [];
  try {
    for (let place = 0; place < localStorage.length; place += 1) names.push(localStorage.key(place));
  } catch {
    return;
  }
  const here = new Set([...document.querySelectorAll("form[data-draft]")].map((form) => keyOf(form)));
  for (const name of names.filter((each) => each?.startsWith("draft:"))) {
    const kept = shelf.get(name);
    if (!kept || Date.now() - kept.at > LONGEST_KEPT) shelf.drop(name);
    else if (kept.submitted && !person) shelf.put(name, { ...kept, submitted: false });
    else if (kept.submitted && name.startsWith(`draft:${person}:`) && !here.has(name)) shelf.drop(name);
  }
}

sweep();
let drafts = [];

// Begins with every form that has come into the page, and lets go of those that have left it.
function begin(inside) {
  drafts = drafts.filter((draft) => draft.form.isConnected);
  const known = new Set(drafts.map((draft) => draft.form));
  for (const form of inside.querySelectorAll("form[data-draft]")) if (!known.has(form)) drafts.push(new Draft(form));
}

begin(document);
// A form that is opened inside a page, and one that is about to be replaced there.
document.addEventListener("htmx:load", (event) => begin(event.target.parentElement || document));
document.addEventListener("htmx:beforeSwap", (event) => {
  for (const draft of drafts) if (event.target.contains(draft.form)) draft.part();
});
addEventListener("pagehide", () => drafts.forEach((draft) => draft.part()));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") drafts.forEach((draft) => draft.send());
});
addEventListener("online", () => drafts.forEach((draft) => draft.soon(0)));

async function lookAround(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return;
  const about = await answer.json();
  if (spoken.people && Array.isArray(about.people)) {
    const names = about.people;
    const said =
      names.length === 0
        ? "Only you are writing here."
        : names.length === 1
          ? `${names[0]} is writing here too.`
          : `${names.slice(0, -1).join(", ")} and ${names.at(-1)} are writing here too.`;
    if (spoken.people.textContent !== said) spoken.people.textContent = said;
  }
  for (const draft of drafts) {
    const theirs = about.sections?.[draft.section];
    const mine = Number(draft.version()?.value || 0);
    if (!theirs || !theirs.by || draft.busy || draft.changed() || !(Number(theirs.version) > mine)) continue;
    if (draft.form.querySelector("[data-newer]")) continue;
    const box = document.createElement("div");
    box.className = "gt-hint";
    box.dataset.newer = "";
    box.setAttribute("role", "status");
    const sentence = document.createElement("p");
    sentence.append(`${theirs.by} saved this part${theirs.at ? ` at ${theirs.at}` : ""}. `);
    sentence.append(anchor({ href: location.pathname + location.search, text: "Show what they wrote" }));
    box.append(sentence);
    draft.form.prepend(box);
  }
}

if (drafts.length) {
  const presence = line?.dataset.presenceUrl;
  if (presence) {
    const look = () => document.visibilityState === "visible" && lookAround(presence).catch(() => {});
    look();
    setInterval(look, PRESENCE);
  }
}

export {};
