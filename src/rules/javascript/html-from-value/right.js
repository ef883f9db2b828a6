function show(list, name, html) {
  list.textContent = `<li>${name}</li>` // RIGHT
  list.innerHTML = '<b>fixed</b>' // RIGHT
  list.innerHTML = `<li>${escapeHtml(name)}</li>` // RIGHT
  list.innerHTML = html // RIGHT
  list.innerHTML = `<b>${list.length}</b>` // RIGHT
}
