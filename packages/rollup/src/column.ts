type TypedArray = Float64Array | Int32Array | Int8Array;

const capacityFirst = 1024;

/** A typed array that grows: numbers side by side in memory, so that a scan over them is fast. */
export class Column<Values extends TypedArray> {
  length = 0;
  private values: Values;

  constructor(private readonly Type: new (length: number) => Values) {
    this.values = new Type(capacityFirst);
  }

  /** Adds a value at the end and tells its index. */
  push(value: number): number {
    if (this.length === this.values.length) {
      const grown = new this.Type(this.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length] = value;
    return this.length++;
  }

  /** The value at an index below the length. */
  at(index: number): number {
    return this.values[index] as number;
  }

  /** What is there now; values pushed later do not show in it. */
  view(): Values {
    return this.values.subarray(0, this.length) as Values;
  }
}
