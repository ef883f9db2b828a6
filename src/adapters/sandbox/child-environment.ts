/** All that a child knows of the world. */
export const childEnvironment: Readonly<Record<string, string>> = {
  PATH: '/usr/bin:/bin',
  LC_ALL: 'C.UTF-8',
  HOME: '/nonexistent',
  TMPDIR: '/tmp',
  NO_COLOR: '1',
}
