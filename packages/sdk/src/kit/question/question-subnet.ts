import { MINER_ATTACKS } from "../attacks/miner-attack.ts";
import { VALIDATOR_ATTACKS } from "../attacks/validator-attack.ts";
import type { Subnet } from "../subnet.ts";
import type { QuestionSubnet } from "./declaration.ts";
import { backendKinds } from "./engine.ts";
import { questionDoor } from "./question-door.ts";
import { type AnyQuestionSubnet, minerOptions, startQuestionMiner } from "./question-miner.ts";
import { startQuestionValidator } from "./question-validator.ts";

/** A subnet made of questions with answers; the declaration stays at hand as `questions`, for audits and benchmarks. */
export type DeclaredQuestions<Declaration> = Subnet & { readonly questions: Declaration };

/**
 * Makes a subnet out of its questions: how they are made, read and judged.
 * @throws RangeError on a name that can't be a folder and a route
 */
export function questionSubnet<
  Request extends object,
  Answer,
  Truth,
  Asked extends object,
  Wire extends object,
>(
  declaration: QuestionSubnet<Request, Answer, Truth, Asked, Wire>,
): DeclaredQuestions<QuestionSubnet<Request, Answer, Truth, Asked, Wire>> {
  const { name, title, summary, demo, roundEveryBlocks } = declaration;
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(name))
    throw new RangeError(`a subnet's name is lower case letters, digits and dashes, got "${name}"`);
  const any = declaration as AnyQuestionSubnet;
  return {
    name,
    title,
    summary,
    questions: declaration,
    miner: {
      backends: backendKinds(declaration.backends),
      options: minerOptions(any),
      attacks: MINER_ATTACKS,
      start: (place) => startQuestionMiner(any, place),
    },
    validator: {
      options: declaration.validatorOptions ?? [],
      attacks: VALIDATOR_ATTACKS,
      ...(roundEveryBlocks ? { roundEveryBlocks } : {}),
      start: (place) => startQuestionValidator(any, place),
    },
    ...(declaration.door ? { door: questionDoor(any) } : {}),
    ...(demo ? { demo } : {}),
  };
}
