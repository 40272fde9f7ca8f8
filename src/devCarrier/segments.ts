const GSM_7 =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const GSM_7_TWICE = '\f^{}\\[~]|€'

/** How many text messages a body takes (3GPP TS 23.038): 160 characters of GSM-7 or 70 of UCS-2, 153 and 67 when split. */
export function segmentsOf(body: string): { encoding: 'GSM-7' | 'UCS-2'; segments: number } {
  let septets = 0
  for (const character of body) {
    if (GSM_7.includes(character)) septets += 1
    else if (GSM_7_TWICE.includes(character)) septets += 2
    else return { encoding: 'UCS-2', segments: body.length <= 70 ? 1 : Math.ceil(body.length / 67) }
  }
  return { encoding: 'GSM-7', segments: septets <= 160 ? 1 : Math.ceil(septets / 153) }
}
