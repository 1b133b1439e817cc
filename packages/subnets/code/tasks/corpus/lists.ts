import { type CorpusFunction, grid, numbers } from "./function.ts";

export const LISTS: readonly CorpusFunction[] = [
  {
    name: "chunk",
    source: `// Cuts a list into pieces of "size"; the last one may be shorter.
function chunk(items, size) {
  const pieces = [];
  for (let i = 0; i < items.length; i += size) {
    pieces.push(items.slice(i, i + size));
  }
  return pieces;
}`,
    arguments: (random) => [numbers(random), random.int(1, 4)],
  },
  {
    name: "rotate",
    source: `// Moves the items of a list "steps" places to the right, around its end.
function rotate(items, steps) {
  const length = items.length;
  if (length === 0) return [];
  const shift = ((steps % length) + length) % length;
  const out = [];
  for (let i = 0; i < length; i++) {
    out.push(items[(i - shift + length) % length]);
  }
  return out;
}`,
    arguments: (random) => [numbers(random, { most: 6 }), random.int(-8, 8)],
  },
  {
    name: "largestSum",
    source: `// The largest sum of neighbouring numbers; of an empty list 0.
function largestSum(values) {
  if (values.length === 0) return 0;
  let best = values[0];
  let current = values[0];
  for (let i = 1; i < values.length; i++) {
    current = Math.max(values[i], current + values[i]);
    if (current > best) best = current;
  }
  return best;
}`,
    arguments: (random) => [numbers(random)],
  },
  {
    name: "partitionByPivot",
    source: `// Those below, equal to and above the pivot, each in their order.
function partitionByPivot(values, pivot) {
  const below = [];
  const equal = [];
  const above = [];
  for (const value of values) {
    if (value < pivot) below.push(value);
    else if (value === pivot) equal.push(value);
    else above.push(value);
  }
  return { below, equal, above };
}`,
    arguments: (random) => [numbers(random, { low: -3, high: 3 }), random.int(-3, 3)],
  },
  {
    name: "movingAverage",
    source: `// The mean of each "width" neighbours; as many as there are places for them.
function movingAverage(values, width) {
  const means = [];
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i];
    if (i >= width) sum -= values[i - width];
    if (i >= width - 1) means.push(sum / width);
  }
  return means;
}`,
    arguments: (random) => [numbers(random), random.int(1, 4)],
  },
  {
    name: "transpose",
    source: `// Rows become columns.
function transpose(rows) {
  if (rows.length === 0) return [];
  const out = [];
  for (let column = 0; column < rows[0].length; column++) {
    const line = [];
    for (let row = 0; row < rows.length; row++) {
      line.push(rows[row][column]);
    }
    out.push(line);
  }
  return out;
}`,
    arguments: (random) => [grid(random, 0, 9)],
  },
  {
    name: "spiral",
    source: `// The values of a grid in a spiral, clockwise from the top left.
function spiral(rows) {
  const out = [];
  let top = 0;
  let bottom = rows.length - 1;
  let left = 0;
  let right = rows[0].length - 1;
  while (top <= bottom && left <= right) {
    for (let i = left; i <= right; i++) out.push(rows[top][i]);
    top++;
    for (let i = top; i <= bottom; i++) out.push(rows[i][right]);
    right--;
    if (top <= bottom) {
      for (let i = right; i >= left; i--) out.push(rows[bottom][i]);
      bottom--;
    }
    if (left <= right) {
      for (let i = bottom; i >= top; i--) out.push(rows[i][left]);
      left++;
    }
  }
  return out;
}`,
    arguments: (random) => [grid(random, 0, 99)],
  },
  {
    name: "intersect",
    source: `// What stands in both lists, once each, in the order of the first.
function intersect(a, b) {
  const there = new Set(b);
  const out = [];
  for (const item of a) {
    if (there.has(item) && !out.includes(item)) out.push(item);
  }
  return out;
}`,
    arguments: (random) => [
      numbers(random, { low: 0, high: 5 }),
      numbers(random, { low: 0, high: 5 }),
    ],
  },
  {
    name: "groupByParity",
    source: `// Sums and counts of even and odd numbers.
function groupByParity(values) {
  const groups = { even: { count: 0, sum: 0 }, odd: { count: 0, sum: 0 } };
  for (const value of values) {
    const group = value % 2 === 0 ? groups.even : groups.odd;
    group.count += 1;
    group.sum += value;
  }
  return groups;
}`,
    arguments: (random) => [numbers(random)],
  },
  {
    name: "mergeIntervals",
    source: `// Joins intervals [from, to] that overlap or touch, in ascending order.
function mergeIntervals(intervals) {
  const sorted = intervals.map((each) => each.slice()).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const merged = [];
  for (const interval of sorted) {
    const last = merged[merged.length - 1];
    if (last && interval[0] <= last[1]) {
      last[1] = Math.max(last[1], interval[1]);
    } else {
      merged.push(interval);
    }
  }
  return merged;
}`,
    arguments: (random) => [
      Array.from({ length: random.int(0, 5) }, () => {
        const from = random.int(0, 12);
        return [from, from + random.int(0, 5)];
      }),
    ],
  },
  {
    name: "majority",
    source: `// The value that more than half of the list is, or null.
function majority(values) {
  let candidate = null;
  let votes = 0;
  for (const value of values) {
    if (votes === 0) {
      candidate = value;
      votes = 1;
    } else if (value === candidate) {
      votes++;
    } else {
      votes--;
    }
  }
  let count = 0;
  for (const value of values) if (value === candidate) count++;
  return count > values.length / 2 ? candidate : null;
}`,
    arguments: (random) => [numbers(random, { low: 1, high: 2, most: 7 })],
  },
  {
    name: "trapWater",
    source: `// How much rain stays between walls of these heights.
function trapWater(heights) {
  let left = 0;
  let right = heights.length - 1;
  let highestLeft = 0;
  let highestRight = 0;
  let water = 0;
  while (left < right) {
    if (heights[left] < heights[right]) {
      highestLeft = Math.max(highestLeft, heights[left]);
      water += highestLeft - heights[left];
      left++;
    } else {
      highestRight = Math.max(highestRight, heights[right]);
      water += highestRight - heights[right];
      right--;
    }
  }
  return water;
}`,
    arguments: (random) => [numbers(random, { low: 0, high: 6 })],
  },
];
