import { burnedRegister } from "./calls/burned-register.ts";
import { register } from "./calls/register.ts";
import { registerLimit } from "./calls/register-limit.ts";
import { rootRegister } from "./calls/root-register.ts";

export const registrationCalls = { register, burnedRegister, rootRegister, registerLimit };
