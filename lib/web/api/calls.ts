import {
  cancelBackfill,
  getBackfills,
  pauseBackfill,
  postBackfill,
  readBackfill,
  resumeBackfill,
} from "./backfill-calls";
import { listDestinations, postDestination } from "./collection-calls";
import {
  listDestinationDeliveries,
  listDestinationWaiting,
  redeliverDeliveries,
} from "./delivery-calls";
import { listEvents, readEvent } from "./event-calls";
import { deleteDestination, getDestination, patchDestination } from "./item-calls";
import type { ApiCall } from "./open-api";
import { impactOfDraft, previewEvent, testOneDestination } from "./preview-calls";
import { listAllProjects } from "./project-calls";
import { getSources, postSource, removeSource } from "./source-calls";
import { listDestinationTypes, readDestinationType } from "./type-calls";

const PROJECT = "/v1/projects/{project_id}";
const MANY = `${PROJECT}/destinations`;
const SOURCES = `${PROJECT}/sources`;
const ONE = `${MANY}/{id}`;
const BACKFILLS = `${PROJECT}/backfills`;

type Called = Pick<ApiCall, "spec">;
type More = Partial<Pick<ApiCall, "status" | "versioned">>;

const calls =
  (tag: string) =>
  (
    method: ApiCall["method"],
    path: string,
    { spec }: Called,
    summary: string,
    more: More = {},
  ) => ({
    ...{ tag, method, path, spec, summary },
    ...more,
  });
const project = calls("Projects");
const type = calls("Destination types");
const source = calls("Sources");
const destination = calls("Destinations");
const delivery = calls("Deliveries");
const event = calls("Events");
const backfill = calls("Backfills");

/** Every call of the management API, in the order of its description. */
export const API_CALLS: readonly ApiCall[] = [
  project("get", "/v1/projects", listAllProjects, "The projects"),
  source("get", SOURCES, getSources, "The sources that were made in a project"),
  source("post", SOURCES, postSource, "Make one; its secret is answered this once", {
    status: 201,
  }),
  source("delete", `${SOURCES}/{id}`, removeSource, "Delete it; what it brought stays", {
    status: 204,
  }),
  type("get", "/v1/destination-types", listDestinationTypes, "The kinds of destination"),
  type("get", "/v1/destination-types/{partner}", readDestinationType, "One, with its parameters"),
  destination("get", MANY, listDestinations, "The destinations of a project"),
  destination("post", MANY, postDestination, "Create one, or plan it with dry_run", {
    status: 201,
  }),
  destination("get", ONE, getDestination, "One destination"),
  destination(
    "patch",
    ONE,
    patchDestination,
    "Change what the body names, or plan it with dry_run",
    {
      versioned: true,
    },
  ),
  destination("delete", ONE, deleteDestination, "Stop and remove it", {
    status: 204,
    versioned: true,
  }),
  destination(
    "post",
    `${ONE}/test`,
    testOneDestination,
    "Check its credentials, or what an event sends",
  ),
  destination(
    "post",
    `${ONE}/preview`,
    previewEvent,
    "What it would make of an event; sends nothing",
  ),
  destination("post", `${ONE}/impact`, impactOfDraft, "What a draft would change; sends nothing"),
  delivery(
    "get",
    `${ONE}/deliveries`,
    listDestinationDeliveries,
    "What became of events, newest first",
  ),
  delivery("get", `${ONE}/waiting`, listDestinationWaiting, "What waits for its next attempt"),
  delivery(
    "post",
    `${ONE}/redeliver`,
    redeliverDeliveries,
    "Put discarded and expired events in line again",
    {
      status: 202,
    },
  ),
  event("get", `${PROJECT}/events`, listEvents, "The event log, newest first"),
  event("get", `${PROJECT}/events/{uuid}`, readEvent, "One event as received, with its fates"),
  backfill("get", BACKFILLS, getBackfills, "The backfills of a project, newest first"),
  backfill(
    "post",
    BACKFILLS,
    postBackfill,
    "Bring history in: hours of Amplitude's Export API or, as multipart/form-data, a file",
    { status: 201 },
  ),
  backfill("get", `${BACKFILLS}/{id}`, readBackfill, "One, with the lines that cannot be read"),
  backfill("post", `${BACKFILLS}/{id}/pause`, pauseBackfill, "Stand still"),
  backfill(
    "post",
    `${BACKFILLS}/{id}/resume`,
    resumeBackfill,
    "Go on, or start what was only counted",
  ),
  backfill("post", `${BACKFILLS}/{id}/cancel`, cancelBackfill, "End it; what it brought stays"),
];
