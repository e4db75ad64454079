import type { Event } from "@/lib/engine/pipeline/source/event";
import { eventPropertiesIn } from "@/lib/engine/pipeline/source/revenue";
import type { Json, JsonObject } from "@/lib/kernel/json";

// How a property is named in filters and mappings, and where its value is found in an event.

/** A property Amplitude knows by itself; `aliases` name the same value. */
interface BuiltInProperty {
  readonly name: string;
  readonly label: string;
  readonly aliases: readonly string[];
}

const builtIn = (name: string, label: string, ...aliases: string[]): BuiltInProperty => ({
  name,
  label,
  aliases,
});

/** What a bare property name (without `ep:` or `gp:`) can be. Names are those of HTTP V2, aliases those of exports and charts. */
export const BUILT_IN_PROPERTIES: readonly BuiltInProperty[] = [
  builtIn("user_id", "User ID"),
  builtIn("device_id", "Device ID"),
  builtIn("event_type", "Event Type"),
  builtIn("platform", "Platform"),
  builtIn("country", "Country"),
  builtIn("region", "Region"),
  builtIn("city", "City"),
  builtIn("dma", "DMA", "DMA"),
  builtIn("language", "Language"),
  builtIn("app_version", "Version", "version", "version_name"),
  builtIn("os_name", "OS", "os"),
  builtIn("os_version", "OS Version"),
  builtIn("device_brand", "Device Brand"),
  builtIn("device_manufacturer", "Device Manufacturer"),
  builtIn("device_model", "Device Type", "device", "device_type"),
  builtIn("carrier", "Carrier", "device_carrier"),
  builtIn("ip", "IP Address", "ip_address"),
  builtIn("library", "Library"),
  builtIn("session_id", "Session ID"),
  builtIn("event_id", "Event ID"),
  builtIn("insert_id", "Insert ID", "$insert_id"),
  builtIn("user_agent", "User Agent"),
  builtIn("location_lat", "Latitude"),
  builtIn("location_lng", "Longitude"),
  builtIn("price", "Price"),
  builtIn("quantity", "Quantity"),
  builtIn("revenue", "Revenue"),
  builtIn("productId", "Product ID"),
  builtIn("revenueType", "Revenue Type"),
  builtIn("currency", "Currency"),
  builtIn("idfa", "IDFA"),
  builtIn("idfv", "IDFV"),
  builtIn("adid", "Advertising ID"),
  builtIn("android_id", "Android ID"),
  builtIn("partner_id", "Partner ID"),
  builtIn("paying", "Paying"),
  builtIn("start_version", "Start Version"),
];

const BUILT_IN_BY_NAME: ReadonlyMap<string, BuiltInProperty> = new Map(
  BUILT_IN_PROPERTIES.flatMap((property) =>
    [property.name, ...property.aliases].map((name) => [name, property] as const),
  ),
);

/** Reads one property of an event; `undefined` when the event does not have it. */
type PropertyReader = (event: Event) => Json | undefined;

/** An own property of a JSON object: names such as `constructor` never reach the prototype. Pure. */
export function ownProperty(bag: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(bag, name) ? bag[name] : undefined;
}

/** The event's properties; empty when it has none or they are not an object. Pure. */
export const eventPropertiesOf = ({ payload }: Event): JsonObject => eventPropertiesIn(payload);

/** Whether a reference can ever find a value: `ep:…`, `gp:…` or a known built-in. Pure. */
export function isKnownProperty(ref: string): boolean {
  return /^(ep|gp):./s.test(ref) || BUILT_IN_BY_NAME.has(ref);
}

/** The reader of a property reference, found once so that the hot path parses nothing. Unknown references read nothing. Pure. */
export function propertyReader(ref: string): PropertyReader {
  if (ref.startsWith("ep:")) {
    const name = ref.slice(3);
    return (event) => ownProperty(eventPropertiesOf(event), name);
  }
  if (ref.startsWith("gp:")) {
    const name = ref.slice(3);
    return (event) => event.userProperty(name);
  }
  const name = BUILT_IN_BY_NAME.get(ref)?.name;
  switch (name) {
    case undefined:
      return () => undefined;
    case "user_id":
      return (event) => event.userId ?? undefined;
    case "device_id":
      return (event) => event.deviceId ?? undefined;
    case "event_type":
      return (event) => event.eventType;
    case "insert_id":
      return (event) => event.insertId ?? undefined;
    case "price":
    case "quantity":
    case "revenue":
    case "productId":
    case "revenueType":
    case "currency":
      return (event) =>
        ownProperty(eventPropertiesOf(event), `$${name}`) ?? ownProperty(event.payload, name);
    default:
      return (event) => ownProperty(event.payload, name);
  }
}
