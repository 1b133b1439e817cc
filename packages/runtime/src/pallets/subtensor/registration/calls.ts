import { burnedRegister } from "./calls/burned-register.ts";
import { register } from "./calls/register.ts";
import { registerLimit } from "./calls/register-limit.ts";

/** Calls of this topic; `root_register` is among those of root. */
export const registrationCalls = { register, burnedRegister, registerLimit };
