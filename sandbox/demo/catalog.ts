/** What the made-up shop sells. Artists, records and songs are invented. */
export interface Release {
  readonly sku: string;
  readonly artist: string;
  readonly album: string;
  readonly genre: string;
  readonly songs: readonly string[];
  readonly prices: { readonly Vinyl: number; readonly CD: number; readonly Download: number };
}

const release = (
  sku: string,
  artist: string,
  album: string,
  genre: string,
  vinyl: number,
  songs: readonly string[],
): Release => ({
  sku,
  artist,
  album,
  genre,
  songs,
  prices: { Vinyl: vinyl, CD: 12.9, Download: 7.99 },
});

export const CATALOG: readonly [Release, ...Release[]] = [
  release("VC-101", "The Paper Lanterns", "Harbour Lights", "Indie", 24.9, [
    "Low Tide",
    "Ferry at Midnight",
    "Salt on the Window",
  ]),
  release("VC-102", "Mara Quill", "Small Hours", "Jazz", 29.5, [
    "Blue Kettle",
    "Second Landing",
    "Nobody's Umbrella",
  ]),
  release("VC-103", "Northbound", "Gravel Roads", "Folk", 22, [
    "Seven Fences",
    "Barn Door",
    "Long Division",
  ]),
  release("VC-104", "Velvet Static", "Night Bus", "Electronic", 27.9, [
    "Sodium Lamps",
    "Transfer",
    "Last Stop Radio",
  ]),
  release("VC-105", "Okonedo Sisters", "Bright Weather", "Soul", 26, [
    "Open Every Window",
    "Carry It Home",
    "Sunday Shoes",
  ]),
  release("VC-106", "Iron Orchard", "Windfall", "Rock", 23.5, [
    "Rust and Honey",
    "Ladder",
    "The Third Frost",
  ]),
  release("VC-107", "Étienne Vale", "Carte Postale", "Chanson", 21.9, [
    "Rue des Tanneurs",
    "Un Café, Deux Sucres",
    "Dernier Métro",
  ]),
  release("VC-108", "Glass Meridian", "Parallax", "Ambient", 31, [
    "First Light",
    "Drift",
    "Longitude Zero",
  ]),
];

export const FORMATS = ["Vinyl", "CD", "Download"] as const;
