import type { MethodName } from '../factor.js'
import { app } from './app.js'
import type { Method } from './method.js'
import { phone } from './phone.js'

/** Every method. One more is a file beside these, a line here, and its words. */
export const METHODS: Readonly<Record<MethodName, Method>> = { app, phone }

/** The method of a factor's row. */
export function methodOf(name: string): Method {
  return METHODS[name as MethodName]
}
