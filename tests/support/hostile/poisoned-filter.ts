/** Ordinary filters on `x` of Song Played, which some hostile clients make dear: an `event_filter` of the management API. */
export const POISONED_FILTER = {
  events: ["Song Played"],
  property_filters: {
    "Song Played": [
      { property: "ep:x", op: "greater", values: ["10"] },
      { property: "ep:x", op: "is not", values: ["a*a*a*a*b"] },
    ],
  },
};
