/** Programs beside the engine that a rule may ask for. What each is started with is fixed in the engine. */
export type ToolName = 'buf-breaking' | 'prove-postgres'

/** One run of a tool over texts that the rule chose. */
export interface ToolRequest {
  tool: ToolName
  /** The files that the tool sees, and nothing else: texts by relative path with `/`. */
  files: Readonly<Record<string, string>>
}

/** What became of it. */
export type ToolAnswer =
  | {
      kind: 'ran'
      exitCode: number
      stdout: string
      stderr: string
      /** Where the platform has no way to take the network from a process. */
      network?: 'not confined'
    }
  /** There is no such program for this platform, or it was not installed. */
  | { kind: 'unavailable'; why: string }
  /** It took too long, said too much or crashed, or its files were refused. */
  | { kind: 'stopped'; why: string }

/** Runs a tool in a folder of its own; never throws for what the tool does. */
export type RunTool = (request: ToolRequest) => Promise<ToolAnswer>
