/** Something that can be picked by a name whose parts form a tree: Vehicle.Speed, alpha/shuttle-1. */
export interface Entry {
  readonly name: string
  /** Shown beside the name and searched as well: unit, description. */
  readonly detail?: string
  /** Why it cannot be picked. */
  readonly disabled?: string
}

/** A line of the tree, or of what was found. */
export interface Row {
  /** Of a branch the path to it. */
  readonly name: string
  /** What is shown: the last part in the tree, the whole name among what was found. */
  readonly label: string
  /** 1 at the root. */
  readonly level: number
  /** Of a branch: how many entries are below it. */
  readonly below: number
  readonly entry?: Entry
}

interface Branch {
  readonly branches: Map<string, Branch>
  readonly entries: Entry[]
  below: number
}

/** Branches that hold a single branch and nothing else are one line with it. */
export class NameTree {
  readonly #root: Branch = { branches: new Map(), entries: [], below: 0 }
  readonly #entries: readonly Entry[]
  readonly #separator: string

  constructor(entries: readonly Entry[], separator: string) {
    this.#entries = entries
    this.#separator = separator
    for (const entry of entries) this.#add(entry)
  }

  /** The lines of the tree of which these branches are open. */
  rows(open: ReadonlySet<string>): Row[] {
    const rows: Row[] = []
    this.#walk(this.#root, '', 1, open, rows)
    return rows
  }

  /** The line of the branch that a line is in; undefined at the root. */
  parentOf(rows: readonly Row[], index: number): Row | undefined {
    const level = rows[index]?.level ?? 1
    return rows.slice(0, index).findLast((row) => row.level < level)
  }

  /** What holds all words of a query, the best first: whole names and last parts before begins, begins before the rest. */
  search(query: string): Row[] {
    const words = query.toLowerCase().split(/\s+/).filter((word) => word !== '')
    return this.#entries
      .map((entry) => ({ entry, rank: this.#rank(entry, words) }))
      .filter(({ rank }) => rank < Infinity)
      .sort((one, other) => one.rank - other.rank || one.entry.name.length - other.entry.name.length || (one.entry.name < other.entry.name ? -1 : 1))
      .map(({ entry }) => ({ name: entry.name, label: entry.name, level: 1, below: 0, entry }))
  }

  #add(entry: Entry): void {
    const parts = entry.name.split(this.#separator)
    let branch = this.#root
    branch.below++
    for (const part of parts.slice(0, -1)) {
      let next = branch.branches.get(part)
      if (!next) branch.branches.set(part, (next = { branches: new Map(), entries: [], below: 0 }))
      branch = next
      branch.below++
    }
    branch.entries.push(entry)
  }

  #walk(branch: Branch, path: string, level: number, open: ReadonlySet<string>, rows: Row[]): void {
    for (const [part, first] of [...branch.branches].sort(([one], [other]) => (one < other ? -1 : 1))) {
      let [name, label, child] = [path + part, part, first]
      while (child.entries.length === 0 && child.branches.size === 1) {
        const [[next, only] = ['', child]] = child.branches
        ;[name, label, child] = [name + this.#separator + next, label + this.#separator + next, only]
      }
      rows.push({ name, label, level, below: child.below })
      if (open.has(name)) this.#walk(child, name + this.#separator, level + 1, open, rows)
    }
    for (const entry of [...branch.entries].sort((one, other) => (one.name < other.name ? -1 : 1))) {
      rows.push({ name: entry.name, label: entry.name.slice(path.length), level, below: 0, entry })
    }
  }

  #rank(entry: Entry, words: readonly string[]): number {
    const name = entry.name.toLowerCase()
    const parts = name.split(this.#separator)
    let rank = 0
    for (const word of words) {
      if (name === word || parts.at(-1) === word) rank += 0
      else if (parts.at(-1)?.startsWith(word)) rank += 1
      else if (parts.some((part) => part.startsWith(word))) rank += 2
      else if (name.includes(word)) rank += 3
      else if (entry.detail?.toLowerCase().includes(word)) rank += 4
      else return Infinity
    }
    return rank
  }
}
