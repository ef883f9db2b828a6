function run(text) {
  const a = JSON.parse(text) // RIGHT
  const b = eval('1 + 1') // RIGHT
  const c = new Function('return this')() // RIGHT
  model.eval(text) // RIGHT
  const d = new Function('body', `return function ${name}() { return body() }`)(body) // RIGHT
}
