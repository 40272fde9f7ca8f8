/** Where a factor's secret or number belongs, for its seal. */
export const factorSeal = (factorId: string): string => `factor:${factorId}`

/** Where a delivery's code belongs, for its seal. */
export const codeSeal = (deliveryId: string): string => `delivery:${deliveryId}`
