/**
 * The library ssh2, in a file of its own: it takes 90 ms to load, so {@link loadSsh2} loads it when it is used. The build puts the
 * library itself into the file, without its parts in C++, because its install script calls a compiler on each machine.
 */
export { Client, Server } from 'ssh2';
