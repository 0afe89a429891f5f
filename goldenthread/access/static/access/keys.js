// Says why a security key or passkey did not do what was asked. The sign-in library's own script stays silent.

const WORDS = {
  NotAllowedError: "The key was not used: it was not offered in time, or it was put away. Try again.",
  InvalidStateError: "This key is added already. Use another, or rename the one you have.",
  SecurityError: "Keys and passkeys do not work at this address. Open the service by its own name.",
};
const OTHERWISE = "The key could not be used. Try again, or sign in another way.";

document.addEventListener("allauth.error", (event) => {
  const line = document.querySelector("[data-key-line]");
  if (!line) return;
  event.preventDefault();
  const error = event.detail?.exception;
  // A browser that is asked under a bare number of an address, such as 127.0.0.1, calls it not allowed or a fault.
  const bare = /^[0-9.]+$|^\[/.test(location.hostname);
  line.textContent = bare ? WORDS.SecurityError : WORDS[error?.name] || OTHERWISE;
});

export {};
