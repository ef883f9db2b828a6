/** What every lock file and manifest is read into, so that one comparison serves all of them. */

/** A range on one line; line and columns from 1, `endColumn` behind the last character. */
export interface Place {
  readonly line: number
  readonly column: number
  readonly endColumn: number
}

export type Field = 'version' | 'source' | 'integrity' | 'installScript'

/** One entry. The place it extends is the entry's name (or its first line); `places` say where its fields stand. */
export interface Dependency extends Place {
  readonly name: string
  /** A lock file's version, or a manifest's range; null when the file names none. */
  readonly version: string | null
  /** URL, path or git address as written; null means the ecosystem's usual registry. */
  readonly source: string | null
  /** Hashes parted by blanks: `sha512-...`, `sha256:...`, or `file=sha256:...` where a hash belongs to one artefact. */
  readonly integrity: string | null
  /** Named by this project itself, not by one of its dependencies. False where the file does not tell. */
  readonly direct: boolean
  /** The package runs a script of its own when it is installed, and the file says so. */
  readonly installScript: boolean
  readonly places: Partial<Readonly<Record<Field, Place>>>
}

/** A script of this project that package managers run on installation. */
export interface InstallHook extends Place {
  readonly name: string
  readonly command: string
}

/** A place that packages are fetched from, as the file declares it. */
export interface Registry extends Place {
  readonly url: string
}

export interface Parsed {
  readonly dependencies: readonly Dependency[]
  readonly hooks: readonly InstallHook[]
  readonly registries: readonly Registry[]
}

export type Ecosystem = 'npm' | 'pypi' | 'go' | 'cargo' | 'rubygems' | 'packagist' | 'maven' | 'nuget'

/** `checksums` are lists that hold more than what is installed (go.sum): only their hashes mean something. */
export type FileKind = 'manifest' | 'lock' | 'checksums'

/** Null: the text is not what its name promises. A parser never throws and takes linear time. */
export type Parser = (text: string) => Parsed | null

export function dependency(
  name: string,
  place: Place,
  more: Partial<Omit<Dependency, 'name' | keyof Place>> = {},
): Dependency {
  return {
    name,
    line: place.line,
    column: place.column,
    endColumn: place.endColumn,
    version: more.version ?? null,
    source: more.source ?? null,
    integrity: more.integrity ?? null,
    direct: more.direct ?? false,
    installScript: more.installScript ?? false,
    places: more.places ?? {},
  }
}

export function parsed(
  dependencies: readonly Dependency[],
  registries: readonly Registry[] = [],
  hooks: readonly InstallHook[] = [],
): Parsed {
  return { dependencies, hooks, registries }
}
