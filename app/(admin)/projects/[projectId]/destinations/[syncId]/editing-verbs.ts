import { loadEventNamesAction } from "@/app/(admin)/projects/[projectId]/destinations/[syncId]/deliveries/actions";
import { loadNamesAction } from "@/app/(admin)/projects/[projectId]/destinations/[syncId]/settings/actions";
import {
  backlogAction,
  impactAction,
  loadSyncAction,
  saveSyncAction,
  testConnectionAction,
} from "./actions";
import { findSamplesAction, previewAction, sendTestAction } from "./preview-actions";

/** What both tabs that edit a sync ask. */
export const EDITING_VERBS = {
  save: saveSyncAction,
  load: loadSyncAction,
  askImpact: impactAction,
  preview: {
    find: findSamplesAction,
    ask: previewAction,
    send: sendTestAction,
    names: loadEventNamesAction,
  },
};

export const SETTINGS_VERBS = {
  ...EDITING_VERBS,
  test: testConnectionAction,
  askBacklog: backlogAction,
  loadNames: loadNamesAction,
};
