import { type CorpusFunction, numbers } from "./function.ts";

export const ARITHMETIC: readonly CorpusFunction[] = [
  {
    name: "gcd",
    source: `// The greatest common divisor; of 0 and 0 it is 0.
function gcd(a, b) {
  let x = Math.abs(a);
  let y = Math.abs(b);
  while (y !== 0) {
    const rest = x % y;
    x = y;
    y = rest;
  }
  return x;
}`,
    arguments: (random) => {
      const shared = random.int(1, 6);
      return [shared * random.int(-9, 9), shared * random.int(-9, 9)];
    },
  },
  {
    name: "isPrime",
    source: `// True for prime numbers.
function isPrime(n) {
  if (n < 2) return false;
  if (n % 2 === 0) return n === 2;
  for (let divisor = 3; divisor * divisor <= n; divisor += 2) {
    if (n % divisor === 0) return false;
  }
  return true;
}`,
    arguments: (random) => [random.int(0, 60)],
  },
  {
    name: "primeFactors",
    source: `// The prime factors of a number above 1, ascending, as often as they divide it.
function primeFactors(n) {
  const factors = [];
  let rest = n;
  for (let divisor = 2; divisor * divisor <= rest; divisor++) {
    while (rest % divisor === 0) {
      factors.push(divisor);
      rest /= divisor;
    }
  }
  if (rest > 1) factors.push(rest);
  return factors;
}`,
    arguments: (random) => [random.int(2, 150)],
  },
  {
    name: "toBase",
    source: `// A whole number in base 2 to 16, with a sign where it is negative.
function toBase(n, base) {
  const digits = "0123456789abcdef";
  if (n === 0) return "0";
  let rest = Math.abs(n);
  let out = "";
  while (rest > 0) {
    out = digits[rest % base] + out;
    rest = Math.floor(rest / base);
  }
  return n < 0 ? "-" + out : out;
}`,
    arguments: (random) => [random.int(-300, 300), random.int(2, 16)],
  },
  {
    name: "powerMod",
    source: `// base to the power of exponent, modulo modulus, by squaring.
function powerMod(base, exponent, modulus) {
  if (modulus === 1) return 0;
  let result = 1;
  let factor = base % modulus;
  let left = exponent;
  while (left > 0) {
    if (left % 2 === 1) result = (result * factor) % modulus;
    factor = (factor * factor) % modulus;
    left = Math.floor(left / 2);
  }
  return result;
}`,
    arguments: (random) => [random.int(0, 20), random.int(0, 12), random.int(1, 30)],
  },
  {
    name: "fibonacci",
    source: `// Fibonacci's number at a place: 0, 1, 1, 2, 3, 5, …
function fibonacci(place) {
  let current = 0;
  let next = 1;
  for (let i = 0; i < place; i++) {
    const sum = current + next;
    current = next;
    next = sum;
  }
  return current;
}`,
    arguments: (random) => [random.int(0, 20)],
  },
  {
    name: "median",
    source: `// The middle of the sorted values, or the mean of the two middle ones; of none null.
function median(values) {
  if (values.length === 0) return null;
  const sorted = values.slice().sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length % 2 === 1) return sorted[middle];
  return (sorted[middle - 1] + sorted[middle]) / 2;
}`,
    arguments: (random) => [numbers(random, { most: 7, low: -20, high: 20 })],
  },
  {
    name: "mode",
    source: `// The most frequent value, the smallest of several; of none null.
function mode(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  let best = null;
  let most = 0;
  for (const [value, count] of counts) {
    if (count > most || (count === most && value < best)) {
      best = value;
      most = count;
    }
  }
  return best;
}`,
    arguments: (random) => [numbers(random, { low: 0, high: 3 })],
  },
  {
    name: "clampAll",
    source: `// Each value, but no less than low and no more than high.
function clampAll(values, low, high) {
  const out = [];
  for (const value of values) {
    if (value < low) out.push(low);
    else if (value > high) out.push(high);
    else out.push(value);
  }
  return out;
}`,
    arguments: (random) => [numbers(random), random.int(-6, 0), random.int(0, 6)],
  },
  {
    name: "digitalRoot",
    source: `// Sums the digits again and again until one is left; gives it and how often that was.
function digitalRoot(n) {
  let value = n;
  let rounds = 0;
  while (value >= 10) {
    let sum = 0;
    while (value > 0) {
      sum += value % 10;
      value = Math.floor(value / 10);
    }
    value = sum;
    rounds++;
  }
  return [value, rounds];
}`,
    arguments: (random) => [random.int(0, random.chance(50) ? 200 : 99_999)],
  },
  {
    name: "collatzLength",
    source: `// How many steps of Collatz's rule lead from n to 1.
function collatzLength(n) {
  let steps = 0;
  let value = n;
  while (value !== 1) {
    if (value % 2 === 0) value = value / 2;
    else value = 3 * value + 1;
    steps++;
  }
  return steps;
}`,
    arguments: (random) => [random.int(1, 40)],
  },
  {
    name: "evaluatePolynomial",
    source: `// The value of a polynomial at x; coefficients from the constant one on.
function evaluatePolynomial(coefficients, x) {
  let value = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) {
    value = value * x + coefficients[i];
  }
  return value;
}`,
    arguments: (random) => [numbers(random, { most: 5 }), random.int(-3, 3)],
  },
  {
    name: "changeCoins",
    source: `// The fewest coins that make an amount, or -1 if none do.
function changeCoins(coins, amount) {
  const fewest = [0];
  for (let sum = 1; sum <= amount; sum++) {
    fewest[sum] = Infinity;
    for (const coin of coins) {
      if (coin <= sum && fewest[sum - coin] + 1 < fewest[sum]) {
        fewest[sum] = fewest[sum - coin] + 1;
      }
    }
  }
  return fewest[amount] === Infinity ? -1 : fewest[amount];
}`,
    arguments: (random) => [random.sample([1, 2, 3, 5, 7], random.int(1, 3)), random.int(0, 15)],
  },
  {
    name: "pascalRow",
    source: `// A row of Pascal's triangle; row 0 is [1].
function pascalRow(index) {
  const row = [1];
  for (let i = 1; i <= index; i++) {
    row.push((row[i - 1] * (index - i + 1)) / i);
  }
  return row;
}`,
    arguments: (random) => [random.int(0, 10)],
  },
];
