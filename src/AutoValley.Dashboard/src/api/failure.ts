import { Code, ConnectError } from '@connectrpc/connect'

/** What a failed call means to a person. */
export interface Failure {
  /** denied: not allowed; absent: there is no such thing; invalid: the request cannot be; unreachable: no server answers; failed: all else. */
  readonly kind: 'denied' | 'absent' | 'invalid' | 'unreachable' | 'failed'
  /** As the server said it. */
  readonly text: string
}

const KINDS: Partial<Record<Code, Failure['kind']>> = {
  [Code.PermissionDenied]: 'denied',
  [Code.Unauthenticated]: 'denied',
  [Code.NotFound]: 'absent',
  [Code.InvalidArgument]: 'invalid',
  [Code.AlreadyExists]: 'invalid',
  [Code.FailedPrecondition]: 'invalid',
  [Code.OutOfRange]: 'invalid',
  [Code.Unavailable]: 'unreachable',
  [Code.DeadlineExceeded]: 'unreachable',
}

export function failureOf(error: unknown): Failure {
  const { code, rawMessage, cause } = ConnectError.from(error)
  // fetch says TypeError when nobody listens, and when the connection broke.
  const kind = cause instanceof TypeError || error instanceof TypeError ? 'unreachable' : (KINDS[code] ?? 'failed')
  return { kind, text: rawMessage }
}

/** Whether the caller itself ended the call. */
export function isCancelled(error: unknown): boolean {
  return (error instanceof DOMException && error.name === 'AbortError') || (error instanceof ConnectError && error.code === Code.Canceled)
}
