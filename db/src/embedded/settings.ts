/**
 * The server's settings, as the text of a configuration file. `durable: false` gives up surviving a crash of
 * the machine for speed: for throwaway databases only.
 */
export function settings(options: { port: number; durable: boolean }): string {
  const lines = [
    // Only this machine, only with the password. No socket file: its path has a limit of some 100 bytes,
    // which a checkout's path passes easily.
    `listen_addresses = '127.0.0.1'`,
    `port = ${options.port}`,
    `unix_socket_directories = ''`,
    'max_connections = 200',
    `shared_buffers = '256MB'`,
    // Our statements are short: compiling them costs more than it gains.
    'jit = off',
    `timezone = 'UTC'`,
    `log_timezone = 'UTC'`,
    `datestyle = 'ISO, YMD'`,
    `log_line_prefix = '%m [%p] '`,
    // A refusal by a constraint is everyday here; its DETAIL repeats values that do not belong in a log.
    'log_error_verbosity = terse',
    'log_min_error_statement = panic',
    'logging_collector = off',
  ];
  if (!options.durable) lines.push('fsync = off', 'synchronous_commit = off', 'full_page_writes = off');
  return `# Written anew by Planner at every start; put your own settings into postgresql.auto.conf.\n${lines.join('\n')}\n`;
}
