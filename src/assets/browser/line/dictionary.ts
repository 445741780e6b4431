interface Connection {
  type?: string
  saveData?: boolean
}

/** Has the browser fetch the compression dictionary of these pages, which it does when idle; never where data is dear. */
export function dictionary(): void {
  const { dictionary } = document.documentElement.dataset
  const { connection } = navigator as { connection?: Connection }
  if (!dictionary || connection?.saveData || connection?.type === 'cellular') return
  const link = document.createElement('link')
  link.rel = 'compression-dictionary'
  link.href = dictionary
  document.head.append(link)
}
