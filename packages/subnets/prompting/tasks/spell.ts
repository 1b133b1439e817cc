const SMALL =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

/** English words of an integer in [0, 999999]. */
export function spelled(value: number): string {
  if (value < 20) return SMALL[value]!;
  if (value < 100) {
    const unit = value % 10;
    return TENS[Math.floor(value / 10)]! + (unit ? `-${SMALL[unit]}` : "");
  }
  if (value < 1000) {
    const rest = value % 100;
    return `${SMALL[Math.floor(value / 100)]} hundred${rest ? ` and ${spelled(rest)}` : ""}`;
  }
  const rest = value % 1000;
  const joint = rest === 0 ? "" : rest < 100 ? ` and ${spelled(rest)}` : ` ${spelled(rest)}`;
  return `${spelled(Math.floor(value / 1000))} thousand${joint}`;
}

const ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth".split(
  " ",
);
/** English ordinal word of an integer in [0, 10]. */
export const ordinalWord = (value: number): string => ORDINALS[value]!;
