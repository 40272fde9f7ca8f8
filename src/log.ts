import { pino, type Logger } from 'pino'

export type { Logger }

/**
 * The process's logger. Nothing secret is handed to it at any level: callers log ids, codes of outcomes and counts, never
 * bodies, headers, entries or numbers. An error is logged by name, code and stack, without the values that libraries
 * put into messages.
 */
export function openLog(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
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
  })
}
