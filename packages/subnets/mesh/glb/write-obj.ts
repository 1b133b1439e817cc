import type { Mesh } from "./mesh.ts";

/** Wavefront OBJ, with colours behind the vertices as most programs read them: each colour has vertices of its own. */
export function writeObj({ positions, triangles, colours }: Mesh): string {
  const lines = ["# metres, Y up"];
  const known = new Map<string, number>();
  const faces: string[] = [];
  for (let face = 0; face < triangles.length / 3; face++) {
    const colour = [0, 1, 2].map((i) => (colours[3 * face + i]! / 255).toFixed(3)).join(" ");
    const corners = [0, 1, 2].map((i) => {
      const vertex = triangles[3 * face + i]!;
      const key = `${vertex} ${colour}`;
      const number = known.get(key);
      if (number !== undefined) return number;
      const at = [0, 1, 2].map((axis) => positions[3 * vertex + axis]!).join(" ");
      lines.push(`v ${at} ${colour}`);
      known.set(key, known.size + 1);
      return known.size;
    });
    faces.push(`f ${corners.join(" ")}`);
  }
  return `${[...lines, ...faces].join("\n")}\n`;
}
