/**
 * What went wrong beyond what was expected: ours, the database's or a carrier's. `code` is stable and may be shown;
 * `message` is for the log and never holds a secret or a whole phone number.
 */
export class Fault extends Error {
  override readonly name = 'Fault'
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}
