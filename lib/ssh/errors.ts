/** What a connection to the portal, or a tunnel through it, can fail with. No message holds a token or a key. */

/**
 * - `unreachable`: no connection could be made
 * - `unanswered`: nothing came back in time, now or after it had worked for a while
 * - `host_key`: the portal has another key than the one that is known
 * - `refused`: the portal did not let the user in, or does not allow what was asked for
 * - `no_socket`: the portal could not connect to the socket that is asked for
 * - `session`: the session ended before it was ready
 * - `time_over`: the platform ended it, since it had been open for 24 hours
 * - `dropped`: the connection ended without a word, or was closed by us
 * - `port`: the tunnel cannot listen at its local port
 */
export type PortalErrorCode =
  'unreachable' | 'unanswered' | 'host_key' | 'refused' | 'no_socket' | 'session' | 'time_over' | 'dropped' | 'port';

export class PortalError extends Error {
  override readonly name = 'PortalError';

  constructor(
    readonly code: PortalErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
