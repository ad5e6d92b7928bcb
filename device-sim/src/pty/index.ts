/** pty: real pseudo-terminals and who has them open. Effects: processes, /proc, symbolic links. Knows nothing of meters; imports node only. */
export * from './pty.ts';
