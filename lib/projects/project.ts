/** A project without its secret key. */
export interface Project {
  readonly id: number;
  readonly name: string;
  /** Ingestion key: public by design, as Amplitude's. */
  readonly apiKey: string;
  readonly createdAt: Date;
  /** Events stored so far: the last offset. */
  readonly lastOffset: number;
  readonly syncs: number;
}
