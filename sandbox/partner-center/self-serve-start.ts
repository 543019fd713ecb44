const famous = (n: number) => `c0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** What customers may purchase when the sandbox begins, by customer: the switch is off unless somebody turned it on. */
export const policiesAtStart: Readonly<Record<string, readonly string[]>> = {
  // Contoso Retail
  [famous(2)]: ['AzureReservedInstances'],
  // Fabrikam, Inc.
  [famous(4)]: ['AzureReservedInstances', 'AzureSavingsPlan'],
  // 北京启明科技有限公司
  [famous(6)]: ['AzureSavingsPlan'],
};
