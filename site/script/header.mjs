// The buttons of the header that open the search and the side bar are labels: the keys that press a button press them
// here, once (the theme knows one of the two). The search takes the focus when it can: it is not to be seen before.

for (const label of document.querySelectorAll(".md-header__button[role=button]")) {
  label.addEventListener("keydown", (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    label.click();
  });
}

document.getElementById("__search")?.addEventListener("change", ({ target }) => {
  if (target.checked) document.querySelector(".md-search__input").focus();
});
