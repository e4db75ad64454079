import type { ProjectId } from "@/lib/kernel/brand";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { BACKFILL_CALLS, type BackfillIds } from "@/tests/support/make-backfill";

/** A project and what it has. */
export interface Ids extends BackfillIds {
  readonly keyId: number;
  readonly sourceId: number;
  readonly channelId: number;
  readonly userId: number;
  readonly personId: number;
  readonly deliveryId: number;
  readonly email: string;
}

/** An event whose every value of a person can be found again. */
export const PLANTED = {
  event_type: "Seen",
  user_id: "planted-user-1",
  device_id: "planted-device-1",
  event_properties: {
    card: "planted-card-1",
    list: ["planted-item-1"],
    nested: { at: "planted-depth-1" },
  },
  user_properties: { email: "planted@example.com", age: 98_765 },
};

/** What a sender of ours could put into each verb, of a project and what it has. */
export const CALLS: Readonly<Record<string, (ids: Ids) => unknown>> = {
  addChannel: ({ projectId }) => ({
    projectId,
    kind: "webhook",
    target: "https://hooks.example.com/",
  }),
  getAlertSettings: ({ projectId, syncId }) => ({ projectId, syncId }),
  listAlerts: ({ projectId }) => ({ projectId }),
  listChannels: ({ projectId }) => ({ projectId }),
  listMessages: ({ projectId }) => ({ projectId }),
  removeChannel: ({ channelId }) => ({ id: channelId }),
  saveAlertRule: ({ projectId }) => ({ projectId, kind: "books", rule: null }),
  saveQuietHours: ({ projectId }) => ({ projectId, quiet: null }),
  testChannel: ({ channelId }) => ({ id: channelId }),
  ...BACKFILL_CALLS,
  addMember: ({ projectId, email }) => ({
    ...member(projectId),
    name: "M",
    email,
    password: "long enough pw",
  }),
  changePassword: () => ({ current: "x", password: "another long pw" }),
  changeRole: ({ projectId, userId }) => ({ ...member(projectId), id: userId }),
  createApiToken: () => ({ name: "T", scopes: ["destinations:read"] }),
  listApiTokens: () => undefined,
  listMembers: ({ projectId }) => ({ projectId }),
  removeMember: ({ projectId, userId }) => ({ projectId, id: userId }),
  revokeApiToken: () => ({ id: 1 }),
  listAuditActors: ({ projectId }) => ({ projectId }),
  noteExport: ({ projectId, syncId }) => ({ projectId, syncId, view: "settled", format: "csv" }),
  listSessions: () => undefined,
  endSession: () => ({ id: 1 }),
  listAuditLog: ({ projectId }) => ({ projectId }),
  countMatching: ({ syncId, projectId }) => ({ syncId, projectId, view: "settled", filter: {} }),
  findEvents: ({ projectId }) => ({ projectId, event: "1" }),
  getDelivery: ({ syncId, deliveryId }) => ({ syncId, id: deliveryId }),
  getEvent: ({ projectId }) => ({ projectId, offset: 1 }),
  getEventOfSync: ({ projectId, syncId }) => ({ projectId, syncId, offset: 1 }),
  giveUp: ({ syncId }) => ({ syncId, filter: {} }),
  listDeliveries: ({ syncId }) => ({ syncId }),
  listFiltered: ({ syncId }) => ({ syncId }),
  listWaiting: ({ syncId }) => ({ syncId }),
  recentEvents: ({ projectId }) => ({ projectId }),
  redeliver: ({ syncId }) => ({ syncId, filter: {} }),
  tryNow: ({ syncId }) => ({ syncId, filter: {} }),
  whyEvent: ({ projectId }) => ({ projectId, offset: 1 }),
  deleteName: ({ projectId }) => ({ projectId, kind: "event_type", name: "Seen" }),
  hideName: ({ projectId }) => ({ projectId, kind: "event_type", name: "Seen", hidden: true }),
  listEventTypes: ({ projectId }) => ({ projectId }),
  listNames: ({ projectId }) => ({ projectId, kind: "event_type" }),
  listProperties: ({ projectId }) => ({ projectId }),
  findPeople: ({ projectId }) => ({ projectId, q: "planted-user-1" }),
  getPerson: ({ projectId, personId }) => ({ projectId, personId }),
  personTimeline: ({ projectId, personId }) => ({ projectId, personId }),
  createProject: () => ({ name: "New" }),
  getProject: ({ projectId }) => ({ projectId }),
  listProjects: () => undefined,
  renameProject: ({ projectId }) => ({ projectId, name: "Renamed" }),
  revealSecretKey: ({ projectId }) => ({ projectId }),
  listIngestionKeys: ({ projectId }) => ({ projectId }),
  createIngestionKey: ({ projectId }) => ({ projectId, label: "New" }),
  revokeIngestionKey: ({ projectId, keyId }) => ({ projectId, id: keyId }),
  createSource: ({ projectId }) => ({ projectId, kind: "amplitude_webhook" }),
  deleteSource: ({ projectId, sourceId }) => ({ projectId, id: sourceId }),
  listSources: ({ projectId }) => ({ projectId }),
  replaceSourceSecret: ({ projectId, sourceId }) => ({ projectId, id: sourceId }),
  rejectedUploads: ({ projectId }) => ({ projectId }),
  sourcesStatus: ({ projectId }) => ({ projectId }),
  createSync: ({ projectId }) => ({ projectId, name: "New" }),
  planCreateSync: ({ projectId }) => ({ projectId, name: "New" }),
  deleteSync: ({ syncId }) => ({ id: syncId }),
  destinationStates: ({ projectId, syncId }) => [
    { id: syncId, projectId, partner: "customerio", config: {}, secretHints: {} },
  ],
  duplicateSync: ({ syncId }) => ({ id: syncId }),
  getSync: ({ syncId }) => ({ id: syncId }),
  listSyncSummaries: ({ projectId }) => ({ projectId }),
  listSyncVersions: ({ syncId }) => ({ id: syncId }),
  listSyncs: ({ projectId }) => ({ projectId }),
  metricsReport: ({ projectId, syncId }) => ({ projectId, syncId, period: "ONE_DAY" }),
  partnerOfSync: ({ projectId, syncId }) => ({ id: syncId, projectId }),
  planSync: ({ syncId }) => ({ id: syncId, patch: {} }),
  probeSync: ({ syncId }) => ({ id: syncId }),
  planRestore: ({ syncId }) => ({ id: syncId, restored: 1 }),
  restoreSync: ({ syncId }) => ({ id: syncId, restored: 1 }),
  syncBacklog: ({ syncId }) => ({ id: syncId }),
  syncBooks: ({ projectId, syncId }) => ({ id: syncId, projectId }),
  syncMetrics: ({ syncId }) => ({ id: syncId, period: "ONE_DAY" }),
  syncStatus: ({ syncId }) => ({ id: syncId }),
  identifierCoverage: ({ syncId }) => ({ id: syncId }),
  reportInbox: ({ syncId }) => ({ id: syncId }),
  bothEnds: ({ projectId, syncId }) => ({
    id: syncId,
    projectId,
    start: "2026-01-01T00:00:00Z",
    end: "2026-01-02T00:00:00Z",
  }),
  findSamples: ({ syncId }) => ({ id: syncId, kind: "newest" }),
  sendTestEvent: ({ syncId }) => ({
    id: syncId,
    person: "qa",
    draft: {
      config: { site_id: "site" },
      secrets: { api_key: "key" },
      settings: { sendEvents: true, eventRows: [{ event: "Seen" }] },
    },
    payload: '{"event_type":"Seen","user_id":"user-1"}',
  }),
  draftImpact: ({ projectId, syncId }) => ({ id: syncId, projectId, draft: {} }),
  previewSync: ({ syncId }) => ({ id: syncId }),
  testSyncConnection: ({ syncId }) => ({ id: syncId }),
  traceEvent: ({ syncId }) => ({ id: syncId, payload: stringifyJson(PLANTED) }),
  updateSync: ({ syncId }) => ({ id: syncId, patch: { name: "Changed" } }),
};
const member = (projectId: ProjectId) => ({ projectId, role: "viewer", seesPersonalData: false });
