const list = document.getElementById('messages')

new EventSource('/events').onmessage = async () => {
  const response = await fetch('/messages')
  list.innerHTML = await response.text()
}
