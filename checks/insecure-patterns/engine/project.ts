/** The rest of the snapshot, as far as a flow leads into it. */
export interface Project {
  paths: ReadonlySet<string>
  /** Text of one of `paths`; undefined where it cannot be read. */
  read(path: string): Promise<string | undefined>
}
