// @ts-check
/** What the pages do beside what they do without script. Nothing here makes markup of text. */

/** Asks before something cannot be taken back. */
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("button[data-confirm]");
  if (button instanceof HTMLElement && !confirm(button.dataset.confirm)) event.preventDefault();
});

/** Copies the text of an element. */
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!(button instanceof HTMLElement) || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const from = document.getElementById(button.dataset.copy ?? "");
    await navigator.clipboard.writeText(from?.textContent ?? "");
    button.textContent = "Copied";
  });
}

/**
 * Loads an address, and puts its element with this id in the place of ours. The browser parses a document of
 * `XMLHttpRequest` without running anything in it.
 * @param {string} address
 * @param {string} id
 * @returns {Promise<void>}
 */
function refresh(address, id) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.onloadend = () => {
      const theirs = request.response?.getElementById(id);
      const ours = document.getElementById(id);
      // Somebody who works in it keeps it as it is.
      const isUsed = ours?.contains(document.activeElement);
      if (theirs && ours && !isUsed) ours.replaceWith(document.adoptNode(theirs));
      resolve();
    };
    request.send();
  });
}

/** Shows news as it comes. */
const live = document.querySelector("[data-live]");
if (live instanceof HTMLElement) {
  const { id } = live;
  let isBusy = false;
  let isMore = false;
  const show = async () => {
    isMore = true;
    while (isMore && !isBusy) {
      isMore = false;
      isBusy = true;
      await refresh(location.href, id);
      isBusy = false;
    }
  };
  const events = new EventSource(live.dataset.live ?? "");
  events.addEventListener("more", show);
  addEventListener("pagehide", () => events.close());
}

/** Searches while one types. */
for (const form of document.querySelectorAll("form[data-search]")) {
  if (!(form instanceof HTMLFormElement)) continue;
  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const address = new URL(form.action);
      for (const [name, value] of new FormData(form)) address.searchParams.set(name, String(value));
      history.replaceState(null, "", address);
      refresh(address.href, form.dataset.search ?? "");
    }, 200);
  });
}
