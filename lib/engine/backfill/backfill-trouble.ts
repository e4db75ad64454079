/** Nothing is wrong but the moment: it goes on by itself after so many seconds. */
export class BackfillWaits extends Error {
  override readonly name = "BackfillWaits";
  readonly seconds: number;

  constructor(message: string, seconds: number) {
    super(message);
    this.seconds = seconds;
  }
}

/** Somebody has to mend something, and then let it go on. */
export class BackfillFailed extends Error {
  override readonly name = "BackfillFailed";
}
