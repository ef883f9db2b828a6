/** All that a child knows of the world. */
export const childEnvironment: Readonly<Record<string, string>> = {
  PATH: '/usr/bin:/bin',
  LC_ALL: 'C.UTF-8',
  // Biome makes a cache below any home that it can; below this it cannot.
  HOME: '/dev/null',
  TMPDIR: '/tmp',
  NO_COLOR: '1',
}
