function show(list, name, user) {
  list.innerHTML += `<li>${name}</li>` // WRONG
  list.innerHTML = '<b>' + user.name + '</b>' // WRONG
  list.insertAdjacentHTML('beforeend', `<td title="${name}"></td>`) // WRONG
  document.write(location.hash) // WRONG
  return { __html: `<p>${user.bio}</p>` } // WRONG
}
