import type { JsonObject } from "@/lib/kernel/json";
import { CATALOG, FORMATS, type Release } from "./catalog";
import { SHOPPERS, type Shopper } from "./shoppers";

/** Times and chances of one made-up action. Chances are in [0, 1). */
export interface World {
  readonly nowMs: number;
  readonly chance: () => number;
  /** Shoppers who have signed up so far; grows. */
  readonly known: Set<string>;
}

const SIGN_UPS_AT_ONCE = 8;
const SIGN_UP_CHANCE = 0.04;
const ANONYMOUS_CHANCE = 0.03;
const PLANS = ["free", "pro", "team"] as const;

/** One thing that somebody does in the shop, as events of Amplitude's HTTP API in their order. */
export function nextVisit(world: World): readonly JsonObject[] {
  const strangers = SHOPPERS.filter(({ userId }) => !world.known.has(userId));
  const regulars = SHOPPERS.filter(({ userId }) => world.known.has(userId));
  // The shop fills up while it is watched: at first new people, later those who came back.
  if (regulars.length < SIGN_UPS_AT_ONCE) return signUp(world, choose(strangers, world));
  if (strangers.length > 0) {
    const dice = world.chance();
    if (dice < SIGN_UP_CHANCE) return signUp(world, choose(strangers, world));
    if (dice < SIGN_UP_CHANCE + ANONYMOUS_CHANCE)
      return [anonymous(world, choose(strangers, world))];
  }
  const shopper = choose(regulars, world);
  const dice = world.chance();
  if (dice < 0.62) return [songPlayed(world, shopper)];
  if (dice < 0.76) return [pageViewed(world, shopper)];
  if (dice < 0.83) return [searched(world, shopper)];
  if (dice < 0.96) return purchase(world, shopper);
  return [planChanged(world, shopper)];
}

function signUp(world: World, shopper: Shopper): readonly JsonObject[] {
  world.known.add(shopper.userId);
  const { name, email, city } = shopper;
  const created_at = Math.floor(world.nowMs / 1000);
  // The same insert_id at every start of the demo: who signed up once does not do so again.
  return [
    {
      ...identify(world, shopper, { $set: { name, email, city, plan: planOf(world) } }),
      insert_id: `signed-up-user-${shopper.userId}`,
    },
    {
      ...event(world, shopper, "Signed Up", { referrer: referrerOf(world), created_at }),
      insert_id: `signed-up-${shopper.userId}`,
    },
  ];
}

const songPlayed = (world: World, shopper: Shopper): JsonObject => {
  const { artist, album, genre, songs } = choose(CATALOG, world);
  const song = choose(songs, world);
  const seconds_played = 20 + Math.floor(world.chance() * 220);
  return event(world, shopper, "Song Played", { song, artist, album, genre, seconds_played });
};

/** A preview by somebody who has not signed in: nobody that Customer.io could be told about. */
function anonymous(world: World, shopper: Shopper): JsonObject {
  const { user_id: _none, ...rest } = songPlayed(world, shopper);
  return rest;
}

const pageViewed = (world: World, shopper: Shopper): JsonObject =>
  event(world, shopper, "Page Viewed", { path: `/records/${choose(CATALOG, world).sku}` });

const searched = (world: World, shopper: Shopper): JsonObject =>
  event(world, shopper, "Searched", { query: choose(CATALOG, world).genre.toLowerCase() });

function purchase(world: World, shopper: Shopper): readonly JsonObject[] {
  const bought: Release = choose(CATALOG, world);
  const format = choose(FORMATS, world);
  const price = bought.prices[format];
  const { sku, artist, album } = bought;
  return [
    event(world, shopper, "Purchase", { sku, artist, album, format, price, currency: "EUR" }),
    identify(world, shopper, {
      $add: { purchases: 1, total_spent: price },
      $set: { last_purchase: album },
    }),
  ];
}

const planChanged = (world: World, shopper: Shopper): JsonObject =>
  identify(world, shopper, { $set: { plan: planOf(world) } });

function event(
  world: World,
  shopper: Shopper,
  event_type: string,
  event_properties: JsonObject,
): JsonObject {
  return {
    event_type,
    event_properties,
    user_id: shopper.userId,
    device_id: shopper.deviceId,
    platform: shopper.platform,
    time: world.nowMs,
  };
}

const identify = (world: World, shopper: Shopper, user_properties: JsonObject): JsonObject => ({
  ...event(world, shopper, "$identify", {}),
  user_properties,
});

const planOf = (world: World) => choose(PLANS, world);
const referrerOf = (world: World) => choose(["search", "friend", "newsletter", "radio"], world);

function choose<T>(list: readonly T[], world: World): T {
  const item = list[Math.floor(world.chance() * list.length)];
  if (item === undefined) throw new Error("nothing to choose from");
  return item;
}
