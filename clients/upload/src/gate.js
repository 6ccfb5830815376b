// Limits how much goes on at once.

/** A function that runs acts, at most so many at once; the others wait in order. */
export function gate(places) {
  const queue = [];
  let free = places;
  return async (act) => {
    if (free > 0) free -= 1;
    else await new Promise((resolve) => { queue.push(resolve); });
    try {
      return await act();
    } finally {
      const next = queue.shift();
      if (next) next();
      else free += 1;
    }
  };
}
