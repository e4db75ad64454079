import type { RequestRecord } from "@/sandbox/request-log";
import type { Workspace } from "@/sandbox/workspace";
import { identify } from "./identify";
import { mergeByIdentifiers } from "./merge";
import { nameOf } from "./name-of";
import type { Device, Identifier, Operation } from "./operation";
import { recordAnonymousEvent, recordEvent } from "./record-event";

/** Applies an accepted operation. The call has been answered 200 by now: nothing here can fail it. */
export function applyOperation(ws: Workspace, operation: Operation, record: RequestRecord): void {
  switch (operation.kind) {
    case "identify":
      identify(ws, operation, record);
      return;
    case "event":
      recordEvent(ws, operation.who, operation.event, record);
      return;
    case "anonymous_event":
      recordAnonymousEvent(ws, operation.anonymousId, operation.event, record);
      return;
    case "merge":
      mergeByIdentifiers(ws, operation.primary, operation.secondary);
      return;
    case "add_device":
      addDevice(ws, operation.who, operation.device, record);
      return;
    case "delete_device":
      ws.people.find(operation.who)?.devices.delete(operation.token);
      return;
    case "not_modelled":
      ws.note("not_modelled", operation.what, "accepted without effect");
      return;
    case "delete":
      deletePerson(ws, operation.who);
      return;
    case "suppress":
      suppress(ws, operation.who);
      return;
    case "unsuppress":
      if (ws.people.unsuppress(operation.who))
        ws.note("person_unsuppressed", nameOf(operation.who));
      return;
  }
}

function addDevice(ws: Workspace, who: Identifier, device: Device, record: RequestRecord): void {
  if (ws.people.isSuppressed(who)) {
    ws.note("suppressed_call", nameOf(who), "add_device");
    return;
  }
  const known = ws.people.find(who);
  if (known === undefined && who.kind === "cio_id") {
    ws.note("unknown_cio_id", nameOf(who), "device dropped");
    return;
  }
  const person = known ?? ws.people.create(who, record.at);
  person.devices.set(device.token, device);
}

function deletePerson(ws: Workspace, who: Identifier): void {
  const person = ws.people.find(who);
  if (person === undefined) {
    ws.note("unknown_person", nameOf(who), "nothing to delete");
    return;
  }
  ws.people.remove(person);
  ws.note("person_deleted", nameOf(who));
}

/** Removes the person and blocks every identifier by which the person was known. */
function suppress(ws: Workspace, who: Identifier): void {
  const person = ws.people.find(who);
  ws.people.suppress(who, person);
  if (person !== undefined) ws.people.remove(person);
  ws.note("person_suppressed", nameOf(who));
}
