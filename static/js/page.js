// What every page gains with script: a button that prints, and menus that close when one looks elsewhere.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

const menus = document.querySelectorAll("details.menu");

const closeMenus = (except) => {
  for (const menu of menus) if (menu !== except) menu.open = false;
};

document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => {
  const open = document.querySelector("details.menu[open]");
  if (event.key !== "Escape" || !open) return;
  const within = open.contains(document.activeElement);
  closeMenus();
  if (within) open.querySelector("summary").focus();
});

// The summary of what went wrong with a form is read first.
document.querySelector(".error-summary")?.focus();
