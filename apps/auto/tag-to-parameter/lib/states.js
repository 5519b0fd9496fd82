// The states of a download, and the one question that matters on the floor.
// SCANNED > RESOLVED > VALIDATED > CONFIRMED > SENT > READBACK_OK > LOCKED, or BLOCKED with a reason from anywhere.

export const LIVE = ['SENT', 'READBACK_OK', 'LOCKED'];

// 可开机: only after the machine's own read-back. An override never answers this question.
export function startable(job) {
  return job.state === 'READBACK_OK' || job.state === 'LOCKED';
}

// The patch that moves a job on: the last of the steps becomes its state, each one is kept with its time.
export function moved(job, steps, at, more) {
  const trail = [...(job.trail ?? []), ...steps.map((state) => ({ state, at }))];
  return { state: steps[steps.length - 1], trail, ...more };
}

export function blocked(job, reason, sentence, at, more) {
  const trail = [...(job.trail ?? []), { state: 'BLOCKED', at, reason }];
  return { state: 'BLOCKED', reason, sentence, trail, ...more };
}
