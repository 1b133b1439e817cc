/** Version of the whole repository. */
export const VERSION = "0.1.0";
