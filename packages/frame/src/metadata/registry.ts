import type { AnyCodec, Field } from "@ganglion/scale";
import type { PortableField, PortableType } from "./format.ts";

/** Types of a runtime, numbered as they are met; equal canonical names share a number. */
export class Registry {
  readonly #ids = new Map<string, number>();
  readonly #entries: (PortableType | undefined)[] = [];

  /** The number of a codec's type; describes it and all that it holds when first met. */
  id(codec: AnyCodec): number {
    const { type } = codec;
    const known = this.#ids.get(type.name);
    if (known !== undefined) return known;
    // Numbered before its parts are looked at, since a type may contain itself.
    const id = this.#entries.length;
    this.#ids.set(type.name, id);
    this.#entries.push(undefined);
    this.#entries[id] = {
      id,
      path: [...type.path],
      params: type.params.map(({ name, type: of }) => ({ name, type: of && this.id(of) })),
      def: this.#definition(codec),
      docs: [],
    };
    return id;
  }

  entries(): PortableType[] {
    return this.#entries as PortableType[];
  }

  #fields(fields: readonly Field[]): PortableField[] {
    return fields.map(({ name, codec }) => ({
      name,
      type: this.id(codec),
      typeName: codec.typeName ?? codec.type.name,
      docs: [],
    }));
  }

  #definition(codec: AnyCodec): PortableType["def"] {
    const shape = codec.type.shape();
    switch (shape.kind) {
      case "primitive":
        return { type: "primitive", value: shape.primitive };
      case "composite":
        return { type: "composite", value: this.#fields(shape.fields) };
      case "variant":
        return {
          type: "variant",
          value: shape.variants.map((each) => ({
            name: each.name,
            index: each.index,
            fields: this.#fields(each.fields),
            docs: [...(each.docs ?? [])],
          })),
        };
      case "sequence":
        return { type: "sequence", value: this.id(shape.of) };
      case "array":
        return { type: "array", value: { length: shape.length, of: this.id(shape.of) } };
      case "tuple":
        return { type: "tuple", value: shape.of.map((each) => this.id(each)) };
      case "compact":
        return { type: "compact", value: this.id(shape.of) };
    }
  }
}
