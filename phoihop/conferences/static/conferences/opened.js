"use strict";
// A delegate who opens a paper has read it: the form that says so sends itself, once, and makes room for its words.
// Without scripts its button is pressed.

(() => {
  const form = document.querySelector("form[data-conf-opened]");
  if (!form) return;
  const body = new URLSearchParams(new FormData(form));
  fetch(form.action, { method: "POST", body, headers: { "X-Part": "1" }, credentials: "same-origin" })
    .then((answer) => {
      if (!answer.ok) return;
      document.querySelector("[data-conf-done]").hidden = false;
      form.remove();
    })
    .catch(() => { /* the button stays */ });
})();
