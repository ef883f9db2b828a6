// Shows what is new without being asked; what somebody is writing is never thrown away for it.
const { version } = document.body.dataset
const lookEveryMs = 1_000

function isWriting() {
  return [...document.querySelectorAll('textarea, input')].some((field) => field.value !== field.defaultValue)
}

async function look() {
  const address = new URL(location.href)
  address.searchParams.set('version', '1')
  const answer = await fetch(address, { cache: 'no-store' })
  if (!answer.ok || (await answer.text()) === version) return false
  if (!isWriting()) {
    location.reload()
    return true
  }
  const news = document.getElementById('news')
  if (news !== null) news.hidden = false
  return true
}

async function keepLooking() {
  const isDone = await look().catch(() => false)
  if (!isDone) setTimeout(keepLooking, lookEveryMs)
}

if (version) setTimeout(keepLooking, lookEveryMs)
