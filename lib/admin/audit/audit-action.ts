/** Everything that is put on record, and what a reader calls it. */
export const AUDIT_ACTIONS = {
  "project.created": "Project created",
  "project.renamed": "Project renamed",
  "project.key_created": "API key created",
  "project.key_revoked": "API key revoked",
  "project.secret_key_shown": "Secret key shown",
  "source.created": "Source created",
  "source.secret_replaced": "Source's secret replaced",
  "source.deleted": "Source deleted",
  "name.hidden": "Name hidden",
  "name.shown": "Name offered again",
  "name.deleted": "Name deleted",
  "sync.created": "Sync created",
  "sync.duplicated": "Sync duplicated",
  "sync.updated": "Sync changed",
  "sync.enabled": "Sync enabled",
  "sync.disabled": "Sync disabled",
  "sync.deleted": "Sync deleted",
  "sync.redelivered": "Events redelivered",
  "sync.tried_now": "Waiting events tried",
  "sync.test_event_sent": "Test event sent",
  "sync.gave_up": "Waiting events given up",
  "alerts.channel_added": "Alert channel added",
  "alerts.channel_removed": "Alert channel removed",
  "alerts.changed": "Alerts changed",
  "member.added": "Member added",
  "member.role_changed": "Role changed",
  "member.removed": "Member removed",
  "session.began": "Signed in",
  "session.refused": "Sign-in refused",
  "session.ended": "Signed out",
  "person.looked_at": "User looked at",
  "deliveries.exported": "Deliveries exported",
  "password.changed": "Password changed",
  "token.created": "API token created",
  "token.revoked": "API token revoked",
} as const;

export type AuditAction = keyof typeof AUDIT_ACTIONS;

export const isAuditAction = (word: string): word is AuditAction =>
  Object.hasOwn(AUDIT_ACTIONS, word);
