// A figure's answers (where from, why) in a dialog over the table. Without script, or when anything goes wrong,
// the link opens the figure's page instead.
const dialog = document.createElement("dialog");
dialog.className = "dialog";
dialog.setAttribute("aria-labelledby", "figure-title");
document.body.append(dialog);

let opener = null;
let asked = 0;

const show = async (link) => {
  const ask = ++asked;
  // Never from or into the browser's cache: the same address is a whole page for everyone else.
  const response = await fetch(link.href, { headers: { "X-Fragment": "1" }, cache: "no-store" });
  if (!response.ok || response.redirected) throw new Error(`no fragment: ${response.status}`);
  const html = await response.text();
  if (ask !== asked) return; // another figure was selected meanwhile
  opener = link;
  dialog.innerHTML = html;
  dialog.showModal();
  const section = link.hash && dialog.querySelector(link.hash);
  if (section) {
    section.focus({ preventScroll: true });
    section.scrollIntoView({ block: "nearest" });
  }
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.fig, a.why, a.tile");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  show(link).catch(() => window.location.assign(link.href));
});

// A click on what lies behind the dialog closes it too.
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
dialog.addEventListener("close", () => {
  dialog.replaceChildren();
  opener?.focus();
});
