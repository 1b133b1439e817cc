import {
  AxonError,
  type ChatMessage,
  type DoorChecked,
  outside,
  type Presented,
  questionSubnet,
} from "@ganglion/sdk";
import { sameMesh } from "./duplicates.ts";
import { block } from "./glb/mesh.ts";
import { readGlb } from "./glb/read-glb.ts";
import { writeGlb } from "./glb/write-glb.ts";
import { writeObj } from "./glb/write-obj.ts";
import { GRADES, type Grade } from "./miner/grades.ts";
import {
  askedShape,
  LIMITS,
  type MeshAnswer,
  type MeshAsked,
  type MeshRequest,
  meshSynapse,
  readAnswer,
  toWire,
} from "./protocol.ts";
import type { Checks } from "./solid/examine.ts";
import { makeTask } from "./tasks/make-task.ts";
import { workshop } from "./worker/workshop.ts";

function fromChat(messages: readonly ChatMessage[]): DoorChecked<MeshAsked> {
  const checked = askedShape.safeParse({ prompt: messages.at(-1)?.content ?? "" });
  return checked.success
    ? { ok: true, value: checked.data }
    : {
        ok: false,
        param: "messages",
        detail: `say in 1 to ${LIMITS.prompt} letters what is to be built`,
      };
}

const OBJ = "model/obj";
const GLB = "model/gltf-binary";

/** A PNG in the geometry thread; null if none could be drawn: the file itself is worth giving without it. */
const pictureOf = (glb: Uint8Array): Promise<Uint8Array | null> =>
  workshop()
    .do({ kind: "preview", glb })
    .catch(() => null);

/** The file in the form that the header or else the question names; JSON with its checks; or a picture. */
async function present(
  data: Readonly<Record<string, unknown>>,
  { accept, request }: { readonly accept: string; readonly request: MeshAsked },
): Promise<Presented> {
  const base64 = typeof data["glb"] === "string" ? data["glb"] : "";
  const glb = Uint8Array.from(Buffer.from(base64, "base64"));
  if (accept.includes("application/json")) {
    const png = await pictureOf(glb);
    return {
      type: "application/json",
      body: JSON.stringify({
        glb: base64,
        checks: data["checks"],
        judged: data["judged"],
        // For pages: a PNG.
        ...(png ? { preview: Buffer.from(png).toString("base64") } : {}),
      }),
    };
  }
  if (accept.includes("image/png")) {
    const png = await pictureOf(glb);
    if (png) return { type: "image/png", body: png };
  }
  const wantsObj = accept.includes(OBJ) || (request.format === "obj" && !accept.includes(GLB));
  if (!wantsObj) return { type: GLB, body: glb };
  const read = readGlb(glb, { bytes: LIMITS.glbBytes, faces: LIMITS.faces });
  return { type: OBJ, body: read.ok ? writeObj(read.value) : "" };
}

/** The answer in words: what was checked, and that nobody judged a free prompt's look. */
function inWords({ bounds, faces, volume, components, genus, watertight }: Checks): string {
  const size = bounds.map((metres) => metres.toFixed(2)).join(" × ");
  const parts = components === 1 ? "one piece" : `${components} pieces`;
  return (
    `A mesh of ${faces} faces, ${size} m (width, height, depth), ${volume.toPrecision(3)} m³, ${parts}, ` +
    `genus ${genus}, ${watertight ? "watertight" : "not watertight"}. Only its integrity was judged, not whether it ` +
    "looks like the words."
  );
}

/** Text to 3D: miners build meshes from prompts, validators measure them against what the prompt demands. */
export const mesh = questionSubnet({
  name: "mesh",
  title: "3D meshes",
  summary: "Prompts become watertight, coloured 3D models that validators measure.",
  synapse: meshSynapse,
  answers: "commit-reveal",
  deadlineMs: 3_000,
  tasksPerRound: 2,
  judgeMs: 10_000,
  makeTask,
  readAnswer,
  score: ({ truth }, answers, { env }) =>
    Promise.all(
      answers.map(({ value }) =>
        outside(env, workshop().do({ kind: "judge", mesh: value.mesh, clauses: truth.clauses })),
      ),
    ),
  // A free prompt has no hidden truth. What is broken is worth nothing; what is whole stays out of the averages.
  async scoreUser(_, answers, { env }) {
    const judged = await Promise.all(
      answers.map(({ value }) => outside(env, workshop().do({ kind: "judge", mesh: value.mesh }))),
    );
    return { judged, settled: false };
  },
  duplicate: sameMesh,
  tell(answer: MeshAnswer, _request: MeshRequest, { data, reason }, { chosen }) {
    const checks = data?.["checks"] as Checks | undefined;
    return {
      text: checks ? inWords(checks) : "",
      data: {
        ...(checks ? { checks } : {}),
        judged: reason,
        // Half a megabyte: only the one that the user gets.
        ...(chosen ? { glb: Buffer.from(answer.glb).toString("base64") } : {}),
      },
    };
  },
  minerOptions: [
    {
      name: "grade",
      what: "builtin: what it takes in of a prompt: all, sizes only, or the thing alone",
      choices: GRADES,
      default: "full",
    },
    {
      name: "style",
      what: "builtin: names its way of building what a prompt leaves open; the hotkey unless given",
      default: "",
    },
  ],
  backends: {
    async builtin({ options, env, hotkey }) {
      const build = (prompt: string, maxFaces: number) =>
        outside(
          env,
          workshop().do({
            kind: "build",
            prompt,
            options: {
              grade: options["grade"] as Grade,
              style: (options["style"] as string) || hotkey,
              maxFaces,
            },
          }),
        );
      // The thread and its kernel start now, not with the first question and its deadline.
      await build("a table", LIMITS.taskFaces);
      return {
        name: `builtin:${options["grade"]}`,
        async answer({ prompt, max_faces }) {
          const glb = await build(prompt, max_faces);
          if (!glb) throw new AxonError(422, "nothing in the prompt that this miner can build");
          return toWire(glb);
        },
      };
    },
  },
  attackers: {
    random: (below) => {
      const side = () => (1 + below(200)) / 100;
      const byte = () => below(256);
      return toWire(writeGlb(block([side(), side(), side()], [byte(), byte(), byte()])));
    },
    lazy: () => toWire(writeGlb(block([1, 1, 1]))),
  },
  door: {
    request: askedShape,
    // A free prompt may be larger than a task.
    deadlineMs: 6_000,
    toRequest: ({ prompt, maxFaces }) => ({ prompt, max_faces: maxFaces }),
    fromChat,
    asked: ({ prompt }) => ({ question: prompt }),
    present: ({ data = {} }, context) => present(data, context),
    example: { prompt: "A medieval wooden bridge with moss", format: "glb", maxFaces: 20_000 },
  },
  demo: {
    miners: [
      { name: "full", options: { style: "full" } },
      { name: "weak", options: { style: "weak", grade: "weak" } },
    ],
  },
});
