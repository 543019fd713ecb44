export function testsOnPostgres(root: string): string[];
