/** What the server says to something that was done; `problem` is a sentence to show. */
export type Reply = { ok: true } | { ok: false; problem: string }

/** Does something with a phone: `POST /phones/:number/:action`. */
export async function act(number: string, action: string, body: object = {}): Promise<Reply> {
  try {
    const response = await fetch(`/phones/${encodeURIComponent(number)}/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (response.ok) return { ok: true }
    const { error } = (await response.json()) as { error: { message: string } }
    return { ok: false, problem: error.message }
  } catch {
    return { ok: false, problem: 'The server does not answer. Is it running?' }
  }
}
