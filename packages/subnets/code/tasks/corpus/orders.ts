import { type CorpusFunction, edges, grid, letters, numbers } from "./function.ts";

/** Sorting, searching, graphs. */
export const ORDERS: readonly CorpusFunction[] = [
  {
    name: "insertionSort",
    source: `// The values in ascending order.
function insertionSort(values) {
  const out = values.slice();
  for (let i = 1; i < out.length; i++) {
    const value = out[i];
    let j = i - 1;
    while (j >= 0 && out[j] > value) {
      out[j + 1] = out[j];
      j--;
    }
    out[j + 1] = value;
  }
  return out;
}`,
    arguments: (random) => [numbers(random)],
  },
  {
    name: "mergeSorted",
    source: `// Two ascending lists as one.
function mergeSorted(a, b) {
  const out = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] <= b[j]) out.push(a[i++]);
    else out.push(b[j++]);
  }
  while (i < a.length) out.push(a[i++]);
  while (j < b.length) out.push(b[j++]);
  return out;
}`,
    arguments: (random) => {
      const sorted = () => [...numbers(random, { most: 5 })].sort((a, b) => a - b);
      return [sorted(), sorted()];
    },
  },
  {
    name: "lowerBound",
    source: `// The first place of an ascending list whose value is not below the one that is looked for.
function lowerBound(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}`,
    arguments: (random) => [
      [...numbers(random, { most: 9 })].sort((a, b) => a - b),
      random.int(-10, 10),
    ],
  },
  {
    name: "kthLargest",
    source: `// The k-th largest value, k from 1; null if there are fewer.
function kthLargest(values, k) {
  if (k < 1 || k > values.length) return null;
  let rest = values;
  let left = k;
  for (;;) {
    const pivot = rest[0];
    const above = rest.filter((value) => value > pivot);
    const equal = rest.filter((value) => value === pivot);
    if (left <= above.length) {
      rest = above;
    } else if (left <= above.length + equal.length) {
      return pivot;
    } else {
      left -= above.length + equal.length;
      rest = rest.filter((value) => value < pivot);
    }
  }
}`,
    arguments: (random) => [numbers(random, { fewest: 1, low: 0, high: 6 }), random.int(0, 8)],
  },
  {
    name: "countInversions",
    source: `// How many pairs stand in the wrong order.
function countInversions(values) {
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    for (let j = i + 1; j < values.length; j++) {
      if (values[i] > values[j]) count++;
    }
  }
  return count;
}`,
    arguments: (random) => [numbers(random, { low: 0, high: 6 })],
  },
  {
    name: "rankScores",
    source: `// The rank of each score, the highest is 1; equal scores share one and the next is left out.
function rankScores(scores) {
  const sorted = scores.slice().sort((a, b) => b - a);
  return scores.map((score) => {
    let rank = 1;
    for (const other of sorted) {
      if (other <= score) break;
      rank++;
    }
    return rank;
  });
}`,
    arguments: (random) => [numbers(random, { low: 0, high: 5 })],
  },
  {
    name: "longestIncreasing",
    source: `// The length of the longest ascending selection from a list, neighbours or not.
function longestIncreasing(values) {
  const lengths = [];
  let best = 0;
  for (let i = 0; i < values.length; i++) {
    lengths[i] = 1;
    for (let j = 0; j < i; j++) {
      if (values[j] < values[i]) lengths[i] = Math.max(lengths[i], lengths[j] + 1);
    }
    best = Math.max(best, lengths[i]);
  }
  return best;
}`,
    arguments: (random) => [numbers(random, { low: 0, high: 9 })],
  },
  {
    name: "distances",
    source: `// The fewest edges from "start" to each of "count" nodes, -1 where there is no way; edges go both ways.
function distances(count, edges, start) {
  const result = Array(count).fill(-1);
  const queue = [start];
  result[start] = 0;
  while (queue.length > 0) {
    const node = queue.shift();
    for (const [a, b] of edges) {
      const other = a === node ? b : b === node ? a : -1;
      if (other >= 0 && result[other] === -1) {
        result[other] = result[node] + 1;
        queue.push(other);
      }
    }
  }
  return result;
}`,
    arguments: (random) => {
      const count = random.int(2, 6);
      return [count, edges(random, count, 7), random.int(0, count - 1)];
    },
  },
  {
    name: "countComponents",
    source: `// Into how many parts a graph of "count" nodes falls.
function countComponents(count, edges) {
  const parent = [];
  for (let i = 0; i < count; i++) parent.push(i);
  const root = (node) => {
    let at = node;
    while (parent[at] !== at) at = parent[at];
    return at;
  };
  let components = count;
  for (const [a, b] of edges) {
    const x = root(a);
    const y = root(b);
    if (x !== y) {
      parent[x] = y;
      components--;
    }
  }
  return components;
}`,
    arguments: (random) => {
      const count = random.int(2, 7);
      return [count, edges(random, count, 6)];
    },
  },
  {
    name: "topologicalOrder",
    source: `// Nodes so that every edge [from, to] goes forward, the smallest first; null where there is a circle.
function topologicalOrder(count, edges) {
  const before = Array(count).fill(0);
  for (const edge of edges) before[edge[1]]++;
  const order = [];
  const done = Array(count).fill(false);
  while (order.length < count) {
    let next = -1;
    for (let node = 0; node < count; node++) {
      if (!done[node] && before[node] === 0) {
        next = node;
        break;
      }
    }
    if (next === -1) return null;
    done[next] = true;
    order.push(next);
    for (const edge of edges) {
      if (edge[0] === next) before[edge[1]]--;
    }
  }
  return order;
}`,
    arguments: (random) => {
      const count = random.int(2, 5);
      return [count, edges(random, count, 4)];
    },
  },
  {
    name: "islands",
    source: `// How many islands of 1 a grid has; diagonal neighbours don't touch.
function islands(rows) {
  const seen = rows.map((row) => row.map(() => false));
  const visit = (y, x) => {
    if (y < 0 || y >= rows.length || x < 0 || x >= rows[0].length) return;
    if (seen[y][x] || rows[y][x] !== 1) return;
    seen[y][x] = true;
    visit(y - 1, x);
    visit(y + 1, x);
    visit(y, x - 1);
    visit(y, x + 1);
  };
  let count = 0;
  for (let y = 0; y < rows.length; y++) {
    for (let x = 0; x < rows[0].length; x++) {
      if (rows[y][x] === 1 && !seen[y][x]) {
        count++;
        visit(y, x);
      }
    }
  }
  return count;
}`,
    arguments: (random) => [grid(random, 0, 1)],
  },
  {
    name: "subsequence",
    source: `// True if the signs of the first text stand in the second one in their order.
function subsequence(part, whole) {
  let at = 0;
  for (let i = 0; i < whole.length && at < part.length; i++) {
    if (whole[i] === part[at]) at++;
  }
  return at === part.length;
}`,
    arguments: (random) => [letters(random, "ab", 0, 3), letters(random, "abc", 0, 7)],
  },
];
