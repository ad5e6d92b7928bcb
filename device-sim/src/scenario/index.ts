/** scenario: YAML in, a checked fleet description with its models out. Knows no wire and no key. */
export * from './scenario.ts';
