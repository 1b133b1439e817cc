export function hasPapi(): boolean;
export function installPapi(): boolean;
