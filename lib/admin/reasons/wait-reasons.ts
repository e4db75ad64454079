import type { WaitReason } from "@/lib/engine/pipeline/record/outcome";
import type { ReasonsOf } from "./reason";

const BY_ITSELF = "Nothing has to be done: it is tried again by itself.";

/** Why an event waits, or waited until it expired. `retention`: the log gave it up before it was sent. */
export const waitReasons: ReasonsOf<WaitReason | "retention"> = (destination) => ({
  throttled: {
    title: `Throttled by ${destination}`,
    means: `${destination} answered that it gets too many requests now.`,
    advice: `${BY_ITSELF} If many wait for this, allow fewer requests per second.`,
    action: "try_now",
  },
  server_error: {
    title: `Error in ${destination}`,
    means: `${destination} answered with an error of its own.`,
    advice: BY_ITSELF,
    action: "try_now",
  },
  timeout: {
    title: "No answer in time",
    means: `${destination} did not answer in time.`,
    advice: BY_ITSELF,
    action: "try_now",
  },
  unreachable: {
    title: `${destination} unreachable`,
    means: `The connection to ${destination} failed before it answered.`,
    advice: BY_ITSELF,
    action: "try_now",
  },
  behind_person: {
    title: "Behind the same user's earlier event",
    means: "An earlier event of the same user waits, and a user's events are sent in order.",
    advice: "Nothing has to be done: it follows when the earlier one has ended.",
    action: "open_earlier",
  },
  redelivery: {
    title: "Sent again by hand",
    means: "Somebody put it in line to be sent again, with the settings of then.",
    advice: "Nothing has to be done: it is sent with the next turn of a worker.",
    action: "try_now",
  },
  retention: {
    title: "Not sent within the retention",
    means: "The event log gave it up for its age before it could be sent.",
    advice:
      "It cannot be sent any more. See to it that the sync is well; a longer retention gives more time.",
    action: null,
  },
});
