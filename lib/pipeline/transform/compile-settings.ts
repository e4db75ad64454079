import { type PropertyReader, propertyReader } from "./properties";
import { type CompiledRows, compileRows } from "./select-event";
import { compileSelection, type PropertySelection } from "./select-properties";
import type { Settings } from "./settings";

// The settings of a sync, prepared once when it is loaded, so that nothing is parsed or searched per event.

export interface CompiledSettings {
  readonly sendUsers: boolean;
  readonly usersOnEvents: boolean;
  readonly rows: CompiledRows;
  readonly eventProperties: PropertySelection;
  readonly userProperties: PropertySelection;
  readonly identifier: PropertyReader;
}

/** Names of the user properties that filters and the identifier look at. What an update sends is in the event itself. Pure. */
export function userPropertiesRead(settings: Settings): readonly string[] {
  const refs = settings.eventRows.flatMap(({ where }) => where.map(({ property }) => property));
  const names = [settings.identifier, ...refs]
    .filter((ref) => ref.startsWith("gp:"))
    .map((ref) => ref.slice(3));
  return [...new Set(names)];
}

/** Pure. `reservedUserProperties` are never sent, whatever the settings say. */
export function compileSettings(
  settings: Settings,
  reservedUserProperties: readonly string[] = [],
): CompiledSettings {
  return {
    sendUsers: settings.sendUsers,
    usersOnEvents: settings.usersOnEvents,
    rows: compileRows(settings),
    eventProperties: compileSelection(settings.eventProperties),
    userProperties: compileSelection(
      settings.userProperties.filter((name) => !reservedUserProperties.includes(name)),
    ),
    identifier: propertyReader(settings.identifier),
  };
}
