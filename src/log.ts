import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino'

export type { Logger }

/**
 * The process's logger. Nothing secret is handed to it at any level: callers log ids, codes of outcomes and counts, never
 * bodies, headers, entries or numbers. An error is logged by name, code and stack, without the values that libraries
 * put into messages.
 * @param level pino's.
 * @param to where lines go, standard output by default.
 */
export function openLog(level: string, to: DestinationStream = pino.destination(1)): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    hooks: {
      // Without words of the caller's own, pino says the error's message.
      logMethod(inputs, method) {
        const [first, words] = inputs
        method.apply(this, typeof first === 'object' && words === undefined ? [first, 'failed'] : inputs)
      },
    },
    serializers: {
      err: (error: unknown) =>
        error instanceof Error
          ? {
              type: error.name,
              code: (error as { code?: unknown }).code,
              stack: error.stack?.split('\n').filter((line) => /^\s+at /.test(line)),
            }
          : { type: typeof error },
    },
  }
  return pino(options, to)
}
