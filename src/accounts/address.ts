/** A local part without quotes, and a host name with a dot: what people have, a subset of RFC 5322 addr-spec. */
const ADDRESS =
  /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*@([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u

/** The one spelling of an e-mail address that accounts are found by; undefined when it is none. At most 254 characters (RFC 5321 §4.5.3.1). */
export function readAddress(entry: string): string | undefined {
  const address = entry.trim().normalize('NFKC').toLowerCase()
  const at = address.indexOf('@')
  return address.length <= 254 && at <= 64 && ADDRESS.test(address) ? address : undefined
}
