/** Where a Python client is. */
export interface PythonClient {
  readonly python: string;
  /** Folder of its commands. */
  readonly bin: string;
}
export type PythonClientName = "sdk10" | "btcli" | "sdk11";
export const ENABLE: string;
export function pythonClient(name: PythonClientName): PythonClient | undefined;
export function pythonClients(options?: {
  readonly install?: boolean;
}): Promise<Readonly<Record<PythonClientName, PythonClient>>>;
