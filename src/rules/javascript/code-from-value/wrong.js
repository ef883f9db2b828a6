function run(text, req) {
  const a = eval('(' + text + ')') // WRONG
  const b = new Function('x', `return ${text}`) // WRONG
  const c = window.eval(text) // WRONG
  vm.runInNewContext(req.body.code, {}) // WRONG
}
