/** A time as Twilio writes it (RFC 2822), in UTC. */
export function rfc2822(at: Date): string {
  return at.toUTCString().replace('GMT', '+0000')
}
