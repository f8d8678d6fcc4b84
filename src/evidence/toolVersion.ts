/** The version of this package: what package.json says, kept equal to it by a test. */
export const TOOL_VERSION = '0.1.0';
