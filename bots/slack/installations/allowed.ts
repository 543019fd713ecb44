/**
 * Whether the policy lets a workspace use the desk: it lists the workspace itself, or the organisation that it is part of.
 *
 * @param home a workspace, or an organisation that installed the app as a whole
 * @param enterprise the organisation of a workspace, as Slack said when the app was installed
 */
export type Allowed = (home: string, enterprise: string | undefined) => boolean;

/** @param listed workspaces (T…) and organisations (E…); undefined: all that there are */
export function createAllowed(listed: readonly string[] | undefined): Allowed {
  if (!listed) return () => true;
  const known = new Set(listed);
  return (home, enterprise) => known.has(home) || (enterprise !== undefined && known.has(enterprise));
}
