// The comparison: a tick shows or hides the column of a system.

document.querySelector(".zj-compare-choice").addEventListener("change", ({ target }) => {
  for (const cell of document.querySelectorAll(`.zj-compare [data-column="${target.dataset.column}"]`)) {
    cell.hidden = !target.checked;
  }
});
