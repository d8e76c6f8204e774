"use strict";
// What the server answers to a part of a page (htmx): a refusal (409, 422) is shown where the part stands; anything else
// that went wrong, and a lost connection, is said in the messages at the top, and what was typed stays.

(() => {
  const words = document.body.dataset;

  function say(sentence) {
    const place = document.querySelector(".says");
    const note = document.createElement("p");
    note.className = "notice error";
    note.textContent = sentence;
    place.replaceChildren(note);
    place.scrollIntoView({ block: "nearest" });
  }

  function spoken(html) {
    const main = new DOMParser().parseFromString(html, "text/html").querySelector("main");
    return main ? [...main.querySelectorAll("h1, h1 ~ p")].map((part) => part.textContent.trim()).slice(0, 2).join(". ") : "";
  }

  document.addEventListener("htmx:responseError", (event) => say(spoken(event.detail.xhr.responseText) || words.phFailed));
  document.addEventListener("htmx:sendError", () => say(words.phOffline));
  document.addEventListener("htmx:timeout", () => say(words.phOffline));
})();
