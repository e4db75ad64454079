/** A made-up customer of the demo shop. */
export interface Shopper {
  readonly userId: string;
  readonly deviceId: string;
  readonly name: string;
  /** At example.com, which belongs to nobody. */
  readonly email: string;
  readonly city: string;
  readonly platform: string;
}

const NAMES = [
  "Ada Lindqvist",
  "Bao Tran",
  "Carmen Ruiz",
  "Dmitri Volkov",
  "Elif Kaya",
  "Femi Adeyemi",
  "Greta Hoffmann",
  "Hiro Tanaka",
  "Ines Duarte",
  "Jonas Berg",
  "Katya Novak",
  "Liam Byrne",
  "Mei Chen",
  "Noor Haddad",
  "Oskar Nilsen",
  "Priya Raman",
  "Quentin Marchand",
  "Rosa Delgado",
  "Samir Aziz",
  "Tilda Ekström",
  "Umberto Conti",
  "Vera Kowalska",
  "Wendy Osei",
  "Ximena Torres",
  "Yusuf Demir",
  "Zoë Vermeer",
  "Anton Fischer",
  "Brigid Nolan",
  "Chidi Okafor",
  "Dana Levi",
  "Emil Popescu",
  "Freya Olsen",
  "Gianni Moretti",
  "Hanna Virtanen",
  "Ivo Petrov",
  "Julie Lambert",
  "Kofi Mensah",
  "Lena Schuster",
  "Marco Silva",
  "Nadia Rahman",
];
const CITIES = ["Lisbon", "Berlin", "Lagos", "Osaka", "Porto", "Chicago", "Utrecht", "Toronto"];
const PLATFORMS = ["Web", "iOS", "Android"];

const pick = (list: readonly string[], index: number): string => list[index % list.length] ?? "";

export const SHOPPERS: readonly Shopper[] = NAMES.map((name, index) => {
  const plain = name.normalize("NFD").replaceAll(/[^a-zA-Z ]/g, "");
  const handle = plain.toLowerCase().replaceAll(" ", ".");
  return {
    name,
    userId: `shopper-${String(index + 1).padStart(3, "0")}`,
    deviceId: `demo-device-${index + 1}`,
    email: `${handle}@example.com`,
    city: pick(CITIES, index * 3),
    platform: pick(PLATFORMS, index),
  };
});
